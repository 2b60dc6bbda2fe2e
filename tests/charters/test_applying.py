"""A charter becomes rows once; a change makes new promises and leaves running clocks alone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from muhatap.accounts.models import Team
from muhatap.audit.models import Event
from muhatap.brands.models import Brand, CharterVersion
from muhatap.calendars.models import Calendar
from muhatap.cases.models import Case
from muhatap.channels import operations as channels
from muhatap.channels.contract import InboundMessage, Sender
from muhatap.channels.models import Mailbox
from muhatap.charters import operations as charters
from muhatap.charters.errors import CharterErrors
from muhatap.charters.queries import charter_text
from muhatap.charters.reading import read
from muhatap.kernel.actors import Actor
from muhatap.promises.models import Clock, Promise
from muhatap.topics.models import Queue, Topic

pytestmark = pytest.mark.django_db

BY = Actor.system("test")
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
FOLDER = Path(__file__).parents[2] / "charters"
NEHIR = (FOLDER / "nehir.yaml").read_text(encoding="utf-8")


def apply(text: str = NEHIR, at: datetime = AT) -> charters.Applied:
    return charters.apply_charter(text=text, source="nehir.yaml", by=BY, at=at)


def write(brand: Brand, at: datetime = AT, topic: str = "PAY-WD", channel: str = "web_form") -> Case:
    receipt = channels.receive(
        inbound=InboundMessage(
            brand_id=brand.id,
            channel=channel,
            sender=Sender("Elif", "elif@posta.example"),
            text="Param gelmedi.",
            topic=topic,
            received_at=at,
        ),
        by=BY,
        at=at,
    )
    return Case.objects.get(id=receipt.case_id)


def limit_of(case: Case, clock: str) -> timedelta:
    row = Clock.objects.get(case=case, name=clock)
    return row.limit_at - row.started_at


@pytest.mark.parametrize("name", ["nehir", "liman"])
def test_a_sample_becomes_a_brand_with_everything_it_names(name):
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    document = read(text)
    brand = charters.apply_charter(text=text, source=name, by=BY, at=AT).brand
    assert Topic.objects.filter(brand=brand).count() == len(document.topics) >= 26
    assert Queue.objects.filter(brand=brand).count() == len(document.queues)
    assert Team.objects.filter(brand=brand).count() == len(document.teams)
    assert Calendar.objects.filter(brand=brand).count() == len(document.calendars)
    assert Promise.objects.filter(brand=brand).count() == len(document.promises)
    assert Mailbox.objects.filter(brand=brand).exists()
    assert brand.legal["name"] == document.brand.legal_entity.name
    assert Event.objects.get(stream_id=brand.id).kind == "charter.applied"


def test_queues_point_to_those_above_them():
    brand = apply().brand
    payments = Queue.objects.get(brand=brand, code="payments")
    assert payments.escalates_to.code == "leads"
    assert payments.escalates_to.brand_id == brand.id


def test_the_same_charter_is_one_version():
    first, second = apply(), apply()
    assert first.is_new
    assert not second.is_new
    assert CharterVersion.objects.count() == 1
    assert Event.objects.filter(kind="charter.applied").count() == 1


def test_another_spelling_of_the_same_charter_is_no_new_version():
    apply()
    assert not apply("# a comment\n" + NEHIR).is_new


def test_what_was_applied_is_exported():
    assert charter_text(apply().brand) == NEHIR


def test_a_changed_promise_holds_for_new_cases_only():
    brand = apply().brand
    old = write(brand)
    document = read(NEHIR)
    promise = next(p for p in document.promises if p.clock == "first_reply" and p.limit == "72h")
    changed = NEHIR.replace("limit: 72h", "limit: 71h")
    assert changed != NEHIR
    later = AT + timedelta(hours=1)
    applied = apply(changed, later)
    new = write(Brand.objects.get(id=brand.id), later)
    assert applied.version == 2
    assert limit_of(old, "first_reply") == timedelta(hours=72)
    assert limit_of(new, "first_reply") == timedelta(hours=71)
    assert Promise.objects.filter(brand=brand, code=promise.id).count() == 2


def test_an_unchanged_promise_keeps_its_row():
    apply()
    before = set(Promise.objects.values_list("id", flat=True))
    apply(NEHIR.replace("limit: 72h", "limit: 71h"), AT + timedelta(hours=1))
    kept = set(Promise.objects.filter(retired_at__isnull=True).values_list("id", flat=True))
    assert kept & before
    assert kept - before


def test_a_topic_that_is_gone_is_retired_and_keeps_its_cases():
    brand = apply().brand
    case = write(brand, topic="CORP")
    lines = NEHIR.splitlines(keepends=True)
    start = next(i for i, line in enumerate(lines) if line.startswith("  - code: CORP"))
    end = next(i for i in range(start + 1, len(lines)) if lines[i].startswith("  - code: "))
    apply("".join(lines[:start] + lines[end:]), AT + timedelta(hours=1))
    assert Topic.objects.get(brand=brand, code="CORP").retired_at is not None
    case.refresh_from_db()
    assert case.topic.code == "CORP"


def test_a_faulty_charter_changes_nothing():
    apply()
    with pytest.raises(CharterErrors) as caught:
        apply(NEHIR.replace("queue: payments", "queue: paymnts"))
    assert "payments" in caught.value.problems[0].remedy
    assert CharterVersion.objects.count() == 1
    assert not Queue.objects.filter(code="paymnts").exists()


def test_every_topic_and_channel_can_open_a_case_with_promises():
    brand = apply().brand
    for topic in Topic.objects.filter(brand=brand):
        case = write(brand, topic=topic.code)
        names = set(Clock.objects.filter(case=case).values_list("name", flat=True))
        assert {"ack", "first_reply"} <= names or topic.kind == "emergency", (topic.code, names)


def test_the_calendar_knows_turkish_holidays():
    brand = apply().brand
    office = Calendar.objects.get(brand=brand, name="office")
    assert "2026-10-29" in office.schedule["holidays"]
    assert office.schedule["half_days"]["2026-10-28"] == [["09:00", "13:00"]]
