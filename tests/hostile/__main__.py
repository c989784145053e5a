"""The whole run, behind `make verify-hostile`: every payload and mutants of them, then requests; figures on stdout."""

import argparse
import secrets
import sys
import time
from itertools import islice
from statistics import quantiles

from playwright.sync_api import sync_playwright

from supporter import create_app
from supporter.frontmatter import LARGEST
from tests.browsing import launch
from tests.conftest import SECRET
from tests.hostile.oracle import Oracle, told
from tests.hostile.payloads import corpora, mutants
from tests.hostile.pipelines import CONTROL, SHIPPED
from tests.hostile.schemata import send_all
from tests.hostile.shapes import SHAPES, seconds, texts
from tests.hostile.wire import half_open, process, time_pages

MINUTE = 60
CLIENTS = 150
SLOWEST = 500
"""Milliseconds that 19 of 20 pages may take among them."""


def content(seed: int, count: int) -> bool:
    """Every payload and so many mutants through every pipeline; whether anything was left, or no control fired."""
    slowest = max((max(map(seconds, texts(shape, LARGEST))), shape) for shape in SHAPES)
    print(f"Markdown of {LARGEST:,} bytes: at most {slowest[0]:.1f} s, for {slowest[1]!r}", flush=True)
    every = [payload for payloads in corpora().values() for payload in payloads]
    print(f"{len(every):,} payloads")
    failed = slowest[0] > MINUTE
    with sync_playwright() as playwright, Oracle(launch(playwright.chromium)) as oracle:
        control = [CONTROL(payload) for payload in every]
        ran, asked = oracle.live(control)
        left = sum(map(bool, oracle.audit(control)))
        print(f"no cleaner: {len(ran)} ran a script, {asked:,} addresses asked for, {left:,} faults in the tree")
        failed |= len(ran) < 100
        for name, pipeline in SHIPPED.items():
            for kind, fed in (("payloads", every), ("mutants", list(islice(mutants(seed), count)))):
                begun = time.monotonic()
                htmls = [pipeline(text) for text in fed]
                faults = [(text, found) for text, found in zip(fed, oracle.audit(htmls), strict=True) if found]
                runs = kind == "payloads" and name.endswith("arkdown")
                ran, asked = oracle.live(htmls) if runs else (set(), 0)
                print(
                    f"{name}, {len(fed):,} {kind}: {len(faults)} faults in the tree, "
                    + (f"{len(ran)} ran a script, {asked} addresses asked for " if runs else "")
                    + f"({time.monotonic() - begun:.0f} s)",
                    flush=True,
                )
                for text, found in faults[:20]:
                    print("   ", told(text, found))
                failed |= bool(faults or ran or asked)
    return failed


def requests(seed: int, each: int) -> bool:
    """So many requests for each operation of the real server, and pages beside clients that never end."""
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET})
    with process() as port:
        statuses, faults = send_all(port, app, each, seed)
        print(f"{statuses.total():,} requests by schemathesis, by status: {dict(sorted(statuses.items()))}")
        print(*faults[:20], sep="\n")
        alone = quantiles(time_pages(port, 100), n=20)[-1]
        with half_open(port, CLIENTS):
            among = quantiles(time_pages(port, 100), n=20)[-1]
        print(f"p95 of a question page: {alone:.0f} ms alone, {among:.0f} ms among {CLIENTS} half-open clients")
        # More than it takes in: the rest wait, and when they are gone it serves as before.
        with half_open(port, 1_200):
            pass
        after = quantiles(time_pages(port, 100), n=20)[-1]
        print(f"after 1,200 clients at once that went away: {after:.0f} ms")
    return bool(faults) or statuses.total() < 5_000 or among > SLOWEST


def main() -> int:
    """Exit code 1 with anything left by a cleaner, a control that does not fire, an error of ours or a slow page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="?", choices=["content", "requests"], help="one of them; both without it")
    parser.add_argument("--seed", type=int, default=None, help="of the mutants and requests; else a new one each time")
    parser.add_argument("--mutants", type=int, default=20_000, help="how many, for each pipeline")
    parser.add_argument("--each", type=int, default=170, help="requests for each route and method")
    given = parser.parse_args()
    seed = secrets.randbelow(2**32) if given.seed is None else given.seed
    print(f"seed: {seed}")
    failed = given.part != "requests" and content(seed, given.mutants)
    failed |= given.part != "content" and requests(seed, given.each)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
