"""What serves which purpose."""

import pytest

from muhatap.kernel.purposes import UNSTATED, Purpose, Sort, is_served, is_stated, purposes_served


@pytest.mark.parametrize("purpose", [*UNSTATED, "", "QUALITY", "the matter"])
def test_nothing_serves_what_nobody_was_told(purpose):
    assert not is_stated(purpose)
    assert not any(is_served(purpose, each) for each in Sort)


def test_the_matter_is_served_by_all_and_quality_by_nothing_that_names_somebody():
    assert all(is_served(Purpose.THE_MATTER, each) for each in Sort)
    naming = (Sort.NAME, Sort.CONTACT, Sort.IDENTITY, Sort.DOCUMENTS, Sort.CREDENTIALS, Sort.DEVICE)
    assert not any(is_served(Purpose.QUALITY, each) for each in naming)
    assert is_served(Purpose.QUALITY, Sort.CORRESPONDENCE)


def test_what_is_whole_serves_only_what_each_of_its_sorts_serves():
    assert purposes_served([]) == list(Purpose)
    assert purposes_served([Sort.NAME]) == [Purpose.THE_MATTER, Purpose.LEGAL_DUTY, Purpose.DEFENCE]
    assert purposes_served([Sort.NAME, Sort.OPINIONS]) == [Purpose.THE_MATTER]
