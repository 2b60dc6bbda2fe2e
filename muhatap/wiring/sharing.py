"""Memory of the processes of `serve`: what was loaded before the forks is written to as little as may be.

Loading leaves thousands of free places, a few in every page. Each small object that is made after a fork
would go into one of them, and the kernel would copy that page for it: a megabyte would cost many.
"""

import ctypes
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from itertools import count

# CPython's allocator for small objects (Objects/obmalloc.c): places of the same size lie in pools.
_STEP, _LARGEST, _POOL, _HEAD = 16, 512, 16384, 48
_BYTES_HEAD = 33
_MOST = 100_000
_ARENA_MAX = -8
_kept: list[object] = []


def fill_free_places() -> int:
    """Fill the free places for small objects for good; new ones go to pages of their own. How many."""
    before = len(_kept)
    numbers = count(1 << 31)
    makers: dict[int, Callable[[], object]] = {16: object, 32: numbers.__next__}
    for size in range(_STEP, _LARGEST + 1, _STEP):
        _fill(size, makers.get(size, lambda length=size - _BYTES_HEAD: bytes(length)))
    return len(_kept) - before


def _fill(size: int, make: Callable[[], object]) -> None:
    """Make objects of one size until they fill two whole pools, which were empty."""
    of_pool = (_POOL - _HEAD) // size
    for _ in range(_MOST // of_pool):
        made = [make() for _ in range(3 * of_pool)]
        _kept.extend(made)
        in_pools = Counter(id(each) // _POOL for each in made)
        if sum(count >= 0.9 * of_pool for count in in_pools.values()) >= 2:
            return


def share_one_heap() -> None:
    """Ask glibc for one heap: each thread's own would keep what its last job needed."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)


def give_back() -> None:
    """Give the system what glibc keeps of freed memory."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
