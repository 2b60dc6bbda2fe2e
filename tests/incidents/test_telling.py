"""What is said of the standing of services: opened, updated, ended, and what is refused."""

from datetime import timedelta

import pytest

from muhatap.audit.models import Event
from muhatap.channels.chat_hours import openness_of
from muhatap.incidents import operations as incidents
from muhatap.incidents.models import Disturbance, Incident, Sort, State
from muhatap.incidents.queries import incidents_holding, maintenance_coming, spans_of, standings_at
from muhatap.incidents.spans import Effect
from muhatap.incidents.wording import banner_of
from muhatap.kernel.actors import Actor
from tests.world import NOON

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
CHANNELS = {
    "live_chat": {"name": {"tr": "Sohbet", "en": "Chat"}, "calendar": "always"},
    "phone": {"name": {"tr": "Telefon", "en": "Telephone"}, "calendar": "always"},
    "x": {"name": {"tr": "X", "en": "X"}, "open": False},
}
SAID = {"tr": "Bakıyoruz.", "en": "We are looking."}


@pytest.fixture
def brand(world):
    world.brand.channels = CHANNELS
    world.brand.save()
    return world.brand


def opened(world, at=NOON, **changes):
    told = {
        "sort": Sort.TROUBLE,
        "components": ["phone"],
        "effect": Effect.CLOSED,
        "titles": {"tr": "Telefonlar kesik", "en": "Telephones are down"},
        "texts": SAID,
        "begins_at": at - HOUR,
        **changes,
    }
    by = Actor.staff(world.staff["mert"].pk)
    return incidents.open_incident(brand=world.brand, new=incidents.NewIncident(**told), by=by, at=at)


def updated(world, row, at, state, effect=Effect.NONE, **more):
    update = incidents.Update(
        state=state, effect=effect, texts=SAID, holds_at=more.pop("holds_at", at), **more
    )
    by = Actor.staff(world.staff["mert"].pk)
    return incidents.update_incident(incident=row, update=update, by=by, at=at)


def test_an_incident_from_its_beginning_to_its_end(world, brand):
    row = opened(world)
    assert standings_at(brand, NOON)["phone"].effect is Effect.CLOSED
    updated(world, row, NOON + HOUR, State.MONITORING, Effect.SLOW)
    assert standings_at(brand, NOON + HOUR)["phone"].effect is Effect.SLOW
    updated(world, row, NOON + 2 * HOUR, State.RESOLVED)
    assert standings_at(brand, NOON + 2 * HOUR) == {}
    spans = spans_of(brand, NOON - 9 * HOUR, NOON + 9 * HOUR)["phone"]
    assert [(each.since, each.until, each.effect) for each in spans] == [
        (NOON - HOUR, NOON + HOUR, Effect.CLOSED),
        (NOON + HOUR, NOON + 2 * HOUR, Effect.SLOW),
    ]
    kinds = list(
        Event.objects.filter(kind__startswith="incident.").order_by("seq").values_list("kind", flat=True)
    )
    assert kinds == ["incident.opened", "incident.updated", "incident.ended"]
    with pytest.raises(incidents.EndedAlready):
        updated(world, row, NOON + 3 * HOUR, State.MONITORING)


def test_a_chat_that_is_closed_by_hand_takes_nobody_and_opens_again(world, brand):
    said = CHANNELS["live_chat"]
    assert openness_of(brand, said, NOON).is_open
    row = opened(world, components=["live_chat"])
    assert not openness_of(brand, said, NOON).is_open
    assert openness_of(brand, said, NOON, "phone").is_open
    updated(world, row, NOON + HOUR, State.RESOLVED)
    assert openness_of(brand, said, NOON + HOUR).is_open


def test_maintenance_is_planned_holds_in_its_time_and_ends_by_itself(world, brand):
    row = opened(
        world,
        sort=Sort.MAINTENANCE,
        begins_at=NOON + HOUR,
        until_at=NOON + 3 * HOUR,
        effect=Effect.SLOW,
    )
    assert maintenance_coming(brand, NOON) == [row]
    assert standings_at(brand, NOON) == {}
    assert standings_at(brand, NOON + HOUR)["phone"].is_planned
    with pytest.raises(incidents.NotAState):
        updated(world, row, NOON + 2 * HOUR, State.CANCELLED)
    updated(world, row, NOON + 2 * HOUR, State.UNDER_WAY, Effect.SLOW, until_at=NOON + 4 * HOUR)
    assert incidents_holding(brand, NOON + 3 * HOUR) == [row]
    assert incidents_holding(brand, NOON + 4 * HOUR) == []


def test_maintenance_is_called_off_before_it_begins(world, brand):
    row = opened(world, sort=Sort.MAINTENANCE, begins_at=NOON + HOUR, until_at=NOON + 2 * HOUR)
    with pytest.raises(incidents.NotAState):
        updated(world, row, NOON, State.DONE)
    updated(world, row, NOON, State.CANCELLED)
    assert maintenance_coming(brand, NOON) == []
    assert spans_of(brand, NOON, NOON + 9 * HOUR) == {}


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"texts": {"tr": "Bakıyoruz."}}, incidents.LacksWords),
        ({"titles": {"en": "Down"}}, incidents.LacksWords),
        ({"components": []}, incidents.NotAPart),
        ({"components": ["x"]}, incidents.NotAPart),
        ({"components": ["fax"]}, incidents.NotAPart),
        ({"effect": Effect.NONE}, incidents.NotAState),
        ({"state": State.RESOLVED}, incidents.NotAState),
        ({"begins_at": NOON + HOUR}, incidents.NotATime),
        ({"until_at": NOON + HOUR}, incidents.NotATime),
        ({"sort": Sort.MAINTENANCE, "begins_at": NOON + HOUR}, incidents.NotATime),
        ({"sort": Sort.MAINTENANCE, "begins_at": NOON - HOUR, "until_at": NOON + HOUR}, incidents.NotATime),
    ],
)
def test_what_says_nothing_is_refused(world, brand, changes, refused):
    with pytest.raises(refused):
        opened(world, **changes)
    assert not Incident.objects.exists()


def test_an_update_goes_forward_and_not_ahead(world, brand):
    row = opened(world)
    for holds_at in (NOON - 2 * HOUR, NOON + 5 * HOUR):
        with pytest.raises(incidents.NotATime):
            updated(world, row, NOON + HOUR, State.IDENTIFIED, Effect.SLOW, holds_at=holds_at)
    with pytest.raises(incidents.NotAState):
        updated(world, row, NOON + HOUR, State.UNDER_WAY, Effect.SLOW)


def test_the_banner_names_what_still_works(world, brand):
    assert banner_of(brand, ("en",), NOON) is None
    opened(world)
    banner = banner_of(brand, ("en",), NOON)
    assert (banner.closed, banner.slow) == (("Telephone",), ())
    assert "Chat" in banner.working
    assert "X" not in banner.working


def test_what_the_desk_notices_begins_once_and_passes(world, brand):
    by = Actor.system("portal")
    seen = {("live_chat", "mail_waits"): Effect.SLOW}

    def note(at, found=seen):
        return incidents.note_standing(brand=brand, seen=found, own=("portal",), by=by, at=at)

    minute = timedelta(minutes=1)
    assert [note(NOON), note(NOON + minute), note(NOON + 2 * minute, {})] == [1, 0, 1]
    assert standings_at(brand, NOON + 3 * minute) == {}
    row = Disturbance.objects.get()
    assert (row.since_at, row.until_at) == (NOON, NOON + 2 * minute)


def test_a_time_in_which_nobody_watched_counts_as_closed(world, brand):
    by = Actor.system("portal")

    def note(at):
        return incidents.note_standing(brand=brand, seen={}, own=("portal", "live_chat"), by=by, at=at)

    assert note(NOON) == 0
    assert note(NOON + timedelta(minutes=4)) == 0
    assert note(NOON + 2 * HOUR) == 2
    spans = spans_of(brand, NOON, NOON + 3 * HOUR)
    assert {code: (each[0].since, each[0].until) for code, each in spans.items()} == {
        code: (NOON + timedelta(minutes=4), NOON + 2 * HOUR) for code in ("portal", "live_chat")
    }


def test_another_brand_sees_nothing_of_it(world, brand):
    opened(world)
    assert standings_at(world.other_brand, NOON) == {}
    assert incidents_holding(world.other_brand, NOON) == []
