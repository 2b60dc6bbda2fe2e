"""Calls are counted for all nodes together where a Redis is named."""

import pytest

from muhatap.channels.adapters.api.common_pace import CommonPace
from muhatap.channels.adapters.api.pace import Pace, pace_of
from muhatap.kernel import redis_line
from tests.servers.redis import redis_server

__all__ = ["redis_server"]


@pytest.fixture(autouse=True)
def fresh_lines():
    redis_line._lines.clear()
    yield
    for line in redis_line._lines.values():
        line.close()
    redis_line._lines.clear()


def allowed(pace, calls: int, token: int = 1) -> int:
    return sum(pace.wait_for(token, 0.0) == 0 for _ in range(calls))


def test_two_nodes_share_one_burst_and_a_token_has_its_own(redis_server):
    one, other = CommonPace(600, redis_server.url), CommonPace(600, redis_server.url)
    assert 100 <= allowed(one, 80) + allowed(other, 80) <= 115
    assert one.wait_for(1, 0.0) >= 1
    assert allowed(one, 20, token=2) == 20


def test_one_process_alone_is_refused_after_its_burst(redis_server):
    pace = CommonPace(60, redis_server.url)
    assert allowed(pace, 10) == 10
    assert pace.wait_for(1, 0.0) == 1


def test_while_it_is_away_each_process_counts_for_itself():
    pace = CommonPace(60, "redis://127.0.0.1:9/0")
    assert allowed(pace, 20) == 10


def test_without_a_redis_nothing_is_shared(settings):
    settings.MUHATAP_BUS_URL = ""
    assert isinstance(pace_of(60), Pace)
    settings.MUHATAP_BUS_URL = "redis://127.0.0.1:9/0"
    assert isinstance(pace_of(60), CommonPace)
    assert pace_of(60) is pace_of(60)
