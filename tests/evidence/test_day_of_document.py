"""The day that stands on a document: over or too old is not accepted, and the reason is named."""

from datetime import date

import pytest

from muhatap.evidence import operations as evidence
from muhatap.evidence.kinds import ItemState, RejectionReason
from muhatap.evidence.models import EvidenceItem
from muhatap.kernel.actors import Actor
from tests.evidence.test_custody import offered
from tests.world import NOON, make_case

TODAY = NOON.date()


@pytest.fixture
def bill(world):
    """A bill of a topic that lets it be 90 days old."""
    topic = world.topics["PAY-WD"]
    topic.evidence = [{"code": "address", "label": {"tr": "Fatura"}, "max_age_days": 90}]
    topic.save(update_fields=["evidence"])
    item = offered(make_case(world))
    EvidenceItem.objects.filter(id=item.id).update(code="address")
    item.refresh_from_db()
    return item


def accept(item, **days):
    return evidence.accept_item(item=item, **days, by=Actor.system("test"), at=NOON)


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        ({"valid_until": date(2026, 11, 17), "issued_on": date(2026, 11, 1)}, RejectionReason.EXPIRED),
        ({"issued_on": date(2026, 8, 19)}, RejectionReason.TOO_OLD),
        ({"issued_on": date(2027, 1, 1)}, RejectionReason.DATE_MISSING),
        ({}, RejectionReason.DATE_MISSING),
    ],
)
def test_what_is_over_too_old_or_unread_is_not_accepted(bill, days, reason):
    with pytest.raises(evidence.DocumentOutdated) as refused:
        accept(bill, **days)
    assert refused.value.reason == reason
    bill.refresh_from_db()
    assert bill.state == ItemState.OFFERED


@pytest.mark.parametrize("issued_on", [date(2026, 8, 20), TODAY])
def test_up_to_the_last_day_it_is_accepted_with_its_day(bill, issued_on):
    accepted = accept(bill, issued_on=issued_on, valid_until=TODAY)
    assert (accepted.state, accepted.issued_on) == (ItemState.ACCEPTED, issued_on)


def test_without_a_rule_no_day_is_asked_for(world):
    assert accept(offered(make_case(world))).state == ItemState.ACCEPTED
