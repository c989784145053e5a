"""What one fault did to the readers meanwhile, and all of it as a table."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One fault. failed: requests that got no answer or one of 500 and above, of which `may_fail` are expected.

    lost: check-ins of which an answer was gone or another one. wrong: whatever else was not as it should be.
    """

    fault: str
    requests: int = 0
    failed: int = 0
    lost: int = 0
    may_fail: int = 0
    figure: str = ""
    wrong: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it went as it should."""
        return self.failed <= self.may_fail and not self.lost and not self.wrong


def show(rows: Iterable[Row]) -> int:
    """Each row as it is measured, then all of them as a table for docs/security.md; 1 where one does not hold."""
    done = []
    for row in rows:
        print(f"{'ok  ' if row.holds else 'MISS'}  {row.fault}: {row.requests:,} requests, {row.failed} failed, "
              f"{row.lost} lost{f'; {row.figure}' if row.figure else ''}", flush=True)  # fmt: skip
        for wrong in row.wrong:
            print(f"      {wrong}", flush=True)
        done.append(row)
    print("\n| fault | requests | failed | check-ins lost | |\n| --- | ---: | ---: | ---: | --- |")
    for row in done:
        print(f"| {row.fault} | {row.requests:,} | {row.failed} | {row.lost} | {row.figure} |")
    missed = [row for row in done if not row.holds]
    print(f"\n{len(done) - len(missed)} of {len(done)} faults went as they should")
    return int(bool(missed))
