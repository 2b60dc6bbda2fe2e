"""What signing in remembers is known to all nodes, and a Redis that is away locks nobody out."""

import pytest

from muhatap.wiring.shared_cache import PlainWords, SharedCache
from tests.servers.redis import redis_server

__all__ = ["redis_server"]


def test_two_nodes_remember_together(redis_server):
    one, other = (SharedCache(redis_server.url, {"KEY_PREFIX": "muhatap"}) for _ in range(2))
    one.set("tries", [1.5, 2.5], 60)
    assert other.get("tries") == [1.5, 2.5]
    assert one.add("used", "y", 60)
    assert not other.add("used", "y", 60)
    one.set("count", 1)
    assert (other.incr("count"), one.get("count")) == (2, 2)
    one.delete("tries")
    assert other.get("tries") is None


def test_alone_it_remembers_for_itself():
    cache = SharedCache("redis://127.0.0.1:9/0", {})
    cache.set("tries", [1.5], 60)
    assert cache.get("tries") == [1.5]
    assert cache.get_many(["tries", "none"]) == {"tries": [1.5]}
    assert not cache.add("tries", "y", 60)


@pytest.mark.parametrize("value", [0, -5, "y", "7", [1.5], {"a": None}, None, True])
def test_values_come_back_as_they_were(value):
    words = PlainWords()
    said = words.dumps(value)
    told = words.loads(str(said).encode() if isinstance(said, int) else said)
    assert told == value
    assert type(told) is type(value)


def test_nothing_that_is_written_there_is_run():
    with pytest.raises(ValueError):
        PlainWords().loads(b"cos\nsystem\n(S'true'\ntR.")
