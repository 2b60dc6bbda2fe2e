"""Open sockets: only with a grant that was given, from a page of ours, and odd resumptions end nothing."""

import json
import time

import pytest
from websockets.exceptions import InvalidStatus

from muhatap.live import grants
from muhatap.live.grants import InvalidGrant, topics_in
from tests.live.test_edge import KEY, connected, edge, make_grant

__all__ = ["edge"]
NOW = 1_800_000_000.0


@pytest.mark.parametrize(
    "grant", ["", ".", "a.b", "ş.ş", "e30.", "=" * 50, "\ud800.x", "a" * 100_000, "..", "null.null"]
)
def test_what_was_never_given_opens_nothing(grant):
    with pytest.raises(InvalidGrant):
        topics_in(KEY, grant, now=NOW)


def test_a_grant_is_not_widened_and_not_prolonged():
    body, _, seal = grants.issue(KEY, ["case:1"], now=NOW).partition(".")
    wider = grants.issue(b"x" * 32, ["brand:1"], now=NOW).partition(".")[0]
    for forged in (f"{wider}.{seal}", f"{body}.{seal[:-1]}0", f"{body}.", f"{body}=.{seal}"):
        if forged != f"{body}.{seal}":
            with pytest.raises(InvalidGrant):
                topics_in(KEY, forged, now=NOW)
    with pytest.raises(InvalidGrant):
        topics_in(KEY, f"{body}.{seal}", now=NOW + grants.LIFETIME_SECONDS + 1)
    with pytest.raises(InvalidGrant):
        topics_in(b"y" * 32, f"{body}.{seal}", now=NOW)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://desk.example.evil.example"])
def test_another_site_does_not_listen(edge, origin):
    with pytest.raises(InvalidStatus), connected(edge, make_grant("case:1"), origin=origin):
        pass


@pytest.mark.parametrize("since", ["²", "-1", "9" * 300, "x", "%00"])
def test_odd_resumptions(edge, since):
    with connected(edge, make_grant("case:1"), since=since) as browser:
        browser.send(json.dumps({"subscribe": "brand:1"}))
        time.sleep(0.05)
        browser.ping().wait(2)
