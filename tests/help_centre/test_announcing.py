"""Announcements: in all languages, for a time, graver ones first, and every one of them in the record."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from muhatap.audit.models import Event
from muhatap.help_centre import operations as help_centre
from muhatap.help_centre.models import Announcement, Severity
from muhatap.help_centre.queries import (
    announcement_visible_to,
    announcements_past,
    announcements_shown,
    announcements_visible_to,
)
from muhatap.kernel.actors import Actor
from tests.world import NOON

HOUR = timedelta(hours=1)
SAID = {"tr": "Havaleler gecikiyor", "en": "Transfers are late"}


def publish(world, *, severity=Severity.INFORMATION, starts=0, ends=None, words=SAID, by="mert"):
    new = help_centre.NewAnnouncement(
        severity=severity,
        titles=words,
        texts=words,
        starts_at=NOON + starts * HOUR,
        ends_at=None if ends is None else NOON + ends * HOUR,
    )
    by = Actor.staff(world.staff[by].pk)
    return help_centre.publish_announcement(brand=world.brand, new=new, by=by, at=NOON)


def shown(world, hours):
    return [each.id for each in announcements_shown(world.brand, NOON + hours * HOUR)]


def test_it_is_shown_from_its_start_until_its_end(world):
    row = publish(world, starts=1, ends=3)
    assert [shown(world, each) for each in (0, 1, 2, 3)] == [[], [row.id], [row.id], []]
    assert [row.is_shown_at(NOON + each * HOUR) for each in (0, 1, 2, 3)] == [False, True, True, False]
    assert announcements_past(world.brand, NOON + 3 * HOUR) == [row]


def test_the_gravest_comes_first_and_then_the_newest(world):
    first = publish(world)
    second = publish(world, starts=1)
    outage = publish(world, severity=Severity.OUTAGE)
    slow = publish(world, severity=Severity.DISTURBANCE)
    assert shown(world, 2) == [outage.id, slow.id, second.id, first.id]


def test_what_was_published_and_ended_stands_in_the_record(world):
    row = publish(world)
    by = Actor.staff(world.staff["mert"].pk)
    help_centre.end_announcement(announcement=row, reason=" çözüldü ", by=by, at=NOON + HOUR)
    assert shown(world, 1) == []
    assert announcements_past(world.brand, NOON + 2 * HOUR)[0].ended_reason == "çözüldü"
    kinds = (
        Event.objects.filter(kind__startswith="announcement.").order_by("seq").values_list("kind", flat=True)
    )
    assert list(kinds) == ["announcement.published", "announcement.ended"]
    with pytest.raises(help_centre.EndedAlready):
        help_centre.end_announcement(announcement=row, reason="", by=by, at=NOON + 2 * HOUR)


def test_what_ended_before_it_began_was_never_shown(world):
    row = publish(world, starts=5)
    by = Actor.staff(world.staff["mert"].pk)
    help_centre.end_announcement(announcement=row, reason="", by=by, at=NOON + HOUR)
    assert announcements_past(world.brand, NOON + 9 * HOUR) == []


@pytest.mark.parametrize("words", [{"tr": "Yalnız Türkçe"}, {"tr": "Boş", "en": "  "}, {}])
def test_every_language_of_the_brand_is_needed(world, words):
    with pytest.raises(help_centre.LacksLanguage):
        publish(world, words=words)
    assert not Announcement.objects.exists()


@pytest.mark.parametrize(("starts", "ends"), [(2, 2), (3, 1), (-5, -1), (0, 0)])
def test_what_nobody_could_read_is_refused(world, starts, ends):
    with pytest.raises(help_centre.EndsBeforeItStarts):
        publish(world, starts=starts, ends=ends)


def test_the_table_refuses_an_end_before_the_start(world):
    row = publish(world, ends=4)
    row.ends_at = row.starts_at
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_only_who_announces_for_the_brand_sees_them_on_the_desk(world):
    row = publish(world)
    assert announcement_visible_to(world.staff["mert"], row.id) == row
    assert announcement_visible_to(world.stranger, row.id) is None
    assert not announcements_visible_to(world.stranger)
