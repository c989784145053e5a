"""`python -m tests.supply licences` writes docs/licences.md; `... parts FILE` looks through a list of parts."""

import json
import sys
from pathlib import Path

from tests.supply.licences import PAGE, render
from tests.supply.locks import app_lock
from tests.supply.parts import faults


def main(arguments: list[str]) -> int:
    """Do what is asked; 1 where the list of parts has a fault."""
    if arguments == ["licences"]:
        PAGE.write_text(render(), encoding="utf-8")
        return 0
    if len(arguments) == 2 and arguments[0] == "parts":
        pins = {name: str(pin.version) for name, pin in app_lock().items() if pin.needed_here}
        found = faults(json.loads(Path(arguments[1]).read_text(encoding="utf-8")), pins)
        print("\n".join(found) or f"{arguments[1]}: {len(pins)} packages, each as it is locked")
        return 1 if found else 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
