"""The whole run, behind `make verify-hostile`: every payload through every pipeline, then mutants; figures on stdout."""

import argparse
import secrets
import sys
import time
from itertools import islice

from playwright.sync_api import sync_playwright

from tests.browsing import launch
from tests.hostile.oracle import Oracle, told
from tests.hostile.payloads import corpora, mutants
from tests.hostile.pipelines import CONTROL, SHIPPED


def main() -> int:
    """Exit code 1 with anything left by a shipped pipeline, or with a control that does not fire."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=None, help="of the mutants; a new one each time without it")
    parser.add_argument("--mutants", type=int, default=20_000, help="how many, for each pipeline")
    given = parser.parse_args()
    seed = secrets.randbelow(2**32) if given.seed is None else given.seed
    every = [payload for payloads in corpora().values() for payload in payloads]
    print(f"{len(every):,} payloads; seed of the mutants: {seed}")
    failed = False
    with sync_playwright() as playwright, Oracle(launch(playwright)) as oracle:
        control = [CONTROL(payload) for payload in every]
        ran, asked = oracle.live(control)
        left = sum(map(bool, oracle.audit(control)))
        print(f"no cleaner: {len(ran)} ran a script, {asked:,} addresses asked for, {left:,} faults in the tree")
        failed |= len(ran) < 100
        for name, pipeline in SHIPPED.items():
            for kind, texts in (("payloads", every), ("mutants", list(islice(mutants(seed), given.mutants)))):
                begun = time.monotonic()
                htmls = [pipeline(text) for text in texts]
                faults = [(text, found) for text, found in zip(texts, oracle.audit(htmls), strict=True) if found]
                ran, asked = oracle.live(htmls) if kind == "payloads" else (set(), 0)
                print(
                    f"{name}, {len(texts):,} {kind}: {len(faults)} faults in the tree, {len(ran)} ran a script, "
                    f"{asked} addresses asked for ({time.monotonic() - begun:.0f} s)",
                    flush=True,
                )
                for text, found in faults[:20]:
                    print("   ", told(text, found))
                failed |= bool(faults or ran or asked)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
