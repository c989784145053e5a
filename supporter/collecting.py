"""Python's collector of garbage, which has nothing to find while content is read."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def all_is_kept() -> Iterator[None]:
    """Leave the collector off: where nearly all that is made is kept, it walks all of it again and again for nothing.

    That is a fifteenth of a first start. Afterwards it is as it was before.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            # Both together put all that there is with the oldest objects, which it seldom looks at, without a walk.
            gc.freeze()
            gc.unfreeze()
        if was_on:
            gc.enable()
