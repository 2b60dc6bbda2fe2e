"""Memory of the processes of `serve`: small objects made after a fork do not go among those before it."""

import subprocess
import sys

_MAKE = """
import gc, os, random
from muhatap.wiring.sharing import fill_free_places, give_back
made = [bytes(random.randrange(1, 400)) for _ in range(200_000)]
random.seed(1)
kept = random.sample(made, 100_000)
del made
gc.collect()
if {filled}:
    assert fill_free_places()
    give_back()
pools = {{id(each) >> 14 for each in kept}}
new = [bytes(random.randrange(1, 400)) for _ in range(20_000)]
print(sum(id(each) >> 14 in pools for each in new))
"""


def _among_the_old(*, filled: bool) -> int:
    said = subprocess.run(
        [sys.executable, "-c", _MAKE.format(filled=filled)], capture_output=True, text=True, check=True
    )
    return int(said.stdout)


def test_free_places_among_old_objects_are_filled():
    assert _among_the_old(filled=False) > 15_000
    assert _among_the_old(filled=True) < 200
