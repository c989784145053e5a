from collections.abc import Iterator

from tests.faults.rows import Row


def rows() -> Iterator[Row]:
    yield from ()
