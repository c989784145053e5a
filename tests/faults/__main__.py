"""The whole run, behind `make verify-faults`: a row for each fault, then a table; exit code 1 with any miss."""

import argparse
import sys
from collections.abc import Callable, Iterable
from itertools import chain

from tests.faults import clocks, keys, machines, means, servers, soak, twice
from tests.faults.rows import Row, show


def main() -> int:
    """Run the parts that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="of the soak")
    parts: dict[str, Callable[[], Iterable[Row]]] = {
        "servers": servers.rows,
        "keys": keys.rows,
        "means": means.rows,
        "clocks": clocks.rows,
        "twice": twice.rows,
        "machines": machines.rows,
        "soak": lambda: soak.rows(given.seconds),
    }
    parser.add_argument("parts", nargs="*", choices=[*parts, []], help="some of them; all without it")
    given = parser.parse_args()
    return show(chain.from_iterable(parts[name]() for name in given.parts or parts))


if __name__ == "__main__":
    sys.exit(main())
