"""The `world` fixture."""

import pytest

from muhatap.promises import rules
from tests.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """A fresh world; promises are read anew, since ids of earlier tests must not be remembered."""
    rules._rules.cache_clear()
    return make_world()
