"""Fixtures of the record's tests."""

import pytest

from tests.audit import happenings


@pytest.fixture
def trial_reactions(settings):
    """A table of reactions of these tests alone, in a good mood."""
    settings.MUHATAP_REACTIONS = happenings.TABLE
    happenings.heard.clear()
    happenings.looked.clear()
    happenings.moods.update(together=None, afterwards=None)
    yield happenings
    happenings.heard.clear()
    happenings.moods.update(together=None, afterwards=None)
