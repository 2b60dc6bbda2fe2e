"""What bounds the register and the contact: a second person of every brand, moments that can be."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.approvals.models import Proposal
from muhatap.desk.complaints import listing
from muhatap.desk.complaints.contact import ContactForm
from muhatap.desk.moments import local_moment

pytestmark = pytest.mark.django_db


def agreed(world, brand, at):
    return Proposal.objects.create(
        brand=brand,
        sort=listing.EXPORT,
        subject="x",
        content="state=open",
        content_digest="0" * 64,
        reason="x",
        proposed_by=world.staff["mert"],
        proposed_at=at,
        expires_at=at + timedelta(days=1),
        decision="approved",
        decided_by=world.staff["pelin"],
        decided_at=at,
    )


def test_a_second_person_of_one_brand_opens_no_other(world):
    at, mert = timezone.now(), world.staff["mert"]
    agreed(world, world.brand, at - timedelta(minutes=1))
    both = [world.brand, world.other_brand]
    assert listing.is_agreed(mert, "state=open", [world.brand], at)
    assert not listing.is_agreed(mert, "state=open", both, at)
    agreed(world, world.other_brand, at - timedelta(minutes=1))
    assert listing.is_agreed(mert, "state=open", both, at)


@pytest.mark.parametrize("text", ["0001-01-01T00:00", "9999-12-31T23:59", "0001-01-01T00:00+14:00", "x"])
def test_moments_at_the_ends_of_the_calendar_are_none(text):
    assert local_moment(text) is None


@pytest.mark.parametrize("heard", ["0001-01-01T00:00", "1999-01-01T00:00", "9999-12-31T23:59"])
def test_a_contact_was_heard_lately(heard):
    assert "heard_at" in ContactForm({"heard_at": heard}, topics=[]).errors
