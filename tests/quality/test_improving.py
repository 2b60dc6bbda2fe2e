"""Improvements: they close only with the measure after, are told when late, and can be public."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from muhatap.audit.models import Event
from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from muhatap.quality import operations as quality
from muhatap.quality import queries
from muhatap.quality.models import Improvement, Verdict
from tests.quality import telling as tell
from tests.world import NOON

pytestmark = pytest.mark.django_db

AFTER = NOON + timedelta(days=31)
SAID = {"tr": "Yanıtlar geç geliyor dediniz.", "en": "You said replies come late."}
DID = {"tr": "Hazır metin yazdık; 4,2 saat 1,8 oldu.", "en": "We wrote a text; 4.2 h became 1.8."}


def close(world, made, value="1.8", **more):
    said = {"verdict": Verdict.KEPT, "result": "Metin kalıyor.", "by": tell.by(world, "mert"), "at": AFTER}
    after = tell.reading(value, days_from=1)
    quality.close_improvement(improvement=made, **{"after": after, **said, **more})
    made.refresh_from_db()


def test_it_has_a_number_a_baseline_and_an_owner_who_is_told(world):
    made = tell.improvement(world, owner=world.staff["pelin"])
    assert (made.name, made.baseline, made.is_open) == ("I-1", Decimal("4.2"), True)
    assert tell.improvement(world).number == 2
    assert Notice.objects.filter(kind="improvement_opened").count() == 1


@pytest.mark.parametrize(
    "wrong", [{"title": " "}, {"action": ""}, {"measure": ""}, {"check_on": NOON.date()}]
)
def test_what_is_no_improvement_is_refused(world, wrong):
    with pytest.raises(quality.NotAnImprovement):
        tell.improvement(world, **wrong)


def test_without_the_measure_after_it_never_closes(world):
    made = tell.improvement(world)
    for after in (
        tell.reading(None, days_from=1),
        tell.reading("1.8", days_from=1, size=0),
        tell.reading("1.8", days_from=-29),
    ):
        with pytest.raises(quality.NotMeasured):
            close(world, made, after=after)
    with pytest.raises(quality.NotAnImprovement):
        close(world, made, result=" ")
    with transaction.atomic(), pytest.raises(IntegrityError):
        Improvement.objects.filter(id=made.id).update(closed_at=AFTER, verdict=Verdict.KEPT)
    close(world, made)
    assert (made.after, made.has_reached_target, made.verdict) == (Decimal("1.8"), True, Verdict.KEPT)
    with pytest.raises(quality.ClosedAlready):
        close(world, made)


def test_a_change_that_did_not_help_is_rolled_back_and_says_so(world):
    made = tell.improvement(world)
    close(world, made, value="4.6", verdict=Verdict.ROLLED_BACK, result="Metin geri alındı.")
    assert made.has_reached_target is False


def test_its_day_can_move_with_a_reason(world):
    made = tell.improvement(world)
    more = {"owner": world.staff["pelin"], "check_on": AFTER.date(), "by": tell.by(world, "mert"), "at": NOON}
    with pytest.raises(quality.NotAnImprovement):
        quality.move_improvement(improvement=made, reason="", **more)
    quality.move_improvement(improvement=made, reason="Metin gecikti.", **more)
    made.refresh_from_db()
    assert (made.owner, made.check_on) == (world.staff["pelin"], AFTER.date())


def test_one_that_is_late_is_told_to_its_owner_and_then_to_all(world):
    made = tell.improvement(world)
    late = NOON + timedelta(days=30)
    by = tell.by(world, "arda")
    quality.tell_overdue(brand=world.brand, by=by, at=late)
    quality.tell_overdue(brand=world.brand, by=by, at=late)
    assert list(Notice.objects.filter(kind="improvement_late").values_list("staff", flat=True)) == [
        made.owner_id
    ]
    quality.tell_overdue(brand=world.brand, by=by, at=late + timedelta(days=7))
    assert Notice.objects.filter(kind="improvement_late").count() == 3


def test_the_public_reads_only_of_what_was_measured_in_every_language(world):
    made = tell.improvement(world)
    more = {"by": tell.by(world, "pelin"), "at": AFTER}
    with pytest.raises(quality.NotClosed):
        quality.publish_improvement(improvement=made, said=SAID, did=DID, **more)
    close(world, made)
    with pytest.raises(quality.NotAnImprovement):
        quality.publish_improvement(improvement=made, said=SAID, did={"tr": DID["tr"]}, **more)
    quality.publish_improvement(improvement=made, said=SAID, did=DID, **more)
    public = queries.published_improvements(world.brand)
    assert [(each.said, each.did, each.before, each.after) for each in public] == [
        (SAID, DID, Decimal("4.2"), Decimal("1.8"))
    ]
    assert queries.published_improvements(world.other_brand) == []
    quality.withdraw_publication(improvement=made, **more)
    assert queries.published_improvements(world.brand) == []


def test_who_closed_it_does_not_publish_it_and_neither_does_a_machine(world):
    made = tell.improvement(world)
    close(world, made)
    for by in (tell.by(world, "mert"), Actor.system("test")):
        with pytest.raises(quality.NeedsAnotherPerson):
            quality.publish_improvement(improvement=made, said=SAID, did=DID, by=by, at=AFTER)
    assert queries.published_improvements(world.brand) == []
    assert not Event.objects.filter(kind="improvement.published").exists()
    quality.publish_improvement(improvement=made, said=SAID, did=DID, by=tell.by(world, "pelin"), at=AFTER)
    made.refresh_from_db()
    assert (made.closed_by, made.published_by) == (world.staff["mert"], world.staff["pelin"])
    with pytest.raises(quality.NeedsAnotherPerson):
        quality.publish_improvement(
            improvement=made, said=SAID, did=SAID, by=tell.by(world, "mert"), at=AFTER
        )
    quality.withdraw_publication(improvement=made, by=tell.by(world, "mert"), at=AFTER)
    assert queries.published_improvements(world.brand) == []


def test_open_ones_come_first_and_another_brand_sees_none(world):
    first, second = tell.improvement(world), tell.improvement(world, check_on=AFTER.date())
    close(world, first)
    assert list(queries.improvements_visible_to(world.staff["mert"])) == [second, first]
    assert not queries.improvements_visible_to(world.stranger).exists()
    assert queries.improvement_visible_to(world.stranger, first.id) is None
