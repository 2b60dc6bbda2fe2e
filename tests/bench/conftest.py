"""A seeded desk."""

import pytest

from muhatap.wiring import seeding
from muhatap.wiring.seeding import stories

CASES = 90


@pytest.fixture
def seeded(transactional_db, monkeypatch):
    """Ninety cases in several chunks, a third of them open."""
    monkeypatch.setattr(stories, "CHUNK", 25)
    return seeding.seed(cases=CASES, open_cases=30, seed=7, processes=1)
