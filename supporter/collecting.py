"""Python's collector of garbage, which a load can do without."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def all_is_kept() -> Iterator[None]:
    """Leave the collector off: where nearly all that is made is kept, it walks all of it again and again for nothing.

    That is an eighth of a load. Afterwards it is on again, if it was.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
