"""The `world` fixture."""

from copy import deepcopy
from dataclasses import replace
from functools import cache

import pytest
from django.utils import timezone

from muhatap.charters import loading, reading
from muhatap.portal.operations import limiting
from muhatap.promises import rules
from tests.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """A fresh world; promises are read anew, since ids of earlier tests must not be remembered."""
    rules._rules.cache_clear()
    return make_world()


@pytest.fixture(autouse=True)
def windows_begin_with_the_test(monkeypatch):
    """No window of a limit ends in the middle of a test that counts tries by the real clock."""
    past_midnight = timezone.now() - limiting._window_of(limiting.SEEKING, timezone.now())
    real = limiting._window_of

    def window_of(limit, at):
        return real(limit, at - past_midnight % limit.window) + past_midnight % limit.window

    monkeypatch.setattr(limiting, "_window_of", window_of)


@pytest.fixture(autouse=True, scope="session")
def a_charter_is_parsed_once():
    """The sample charters are applied by hundreds of tests; parsing them is two thirds of that."""
    parsed = cache(loading.load)

    def load(text: str, source: str) -> loading.Loaded:
        found = parsed(text, source)
        return replace(found, values=deepcopy(found.values))

    patch = pytest.MonkeyPatch()
    patch.setattr(reading, "load", load)
    yield
    patch.undo()
