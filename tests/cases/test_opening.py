"""A case gets a number, a place, a next step and its promises at once, or it does not exist."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from muhatap.audit.models import ErasableContent, Event, Publication, Stream
from muhatap.cases.keys import numbering, secret_of
from muhatap.cases.models import Case
from muhatap.cases.numbers import parse_number
from muhatap.cases.queries import case_of_brand, case_opened_by, case_visible_to, cases_visible_to
from muhatap.promises.models import Clock
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db


def test_a_case_has_everything_from_its_first_moment(world):
    case = make_case(world)
    assert parse_number(case.number) == case.number
    assert case.number.startswith("26-")
    assert case.queue == world.queues["payments"]
    assert case.next_step
    assert case.next_update_at == NOON + timedelta(days=7)
    assert case.is_open
    assert case.message_count == 1
    assert case.priority == 3


def test_its_first_event_names_it_and_the_chain_begins(world):
    case = make_case(world)
    first = Event.objects.get(stream_id=case.id, seq=1)
    assert first.kind == "case.opened"
    assert first.prev_hash == "0" * 64
    stream = Stream.objects.get(id=case.id)
    assert stream.length == Event.objects.filter(stream_id=case.id).count() == 3
    assert stream.head == Event.objects.get(stream_id=case.id, seq=3).hash
    assert Publication.objects.filter(event_id=first.id, published_seq=None).exists()


def test_the_subject_is_not_in_the_lasting_part_of_the_chain(world):
    case = make_case(world, subject="Gizli kalması gereken konu")
    first = Event.objects.get(stream_id=case.id, seq=1)
    assert "Gizli" not in first.content
    assert "Gizli" in ErasableContent.objects.get(event_id=first.id).fields


def test_opening_takes_few_statements(world):
    make_case(world)
    with CaptureQueriesContext(connection) as statements:
        make_case(world, customer=1)
    assert len(statements) <= 21, [entry["sql"][:80] for entry in statements]


def test_numbers_never_repeat(world):
    numbers = {make_case(world, customer=index % 5).number for index in range(30)}
    assert len(numbers) == 30


def test_an_error_leaves_nothing_behind(world, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("index is broken")

    monkeypatch.setattr("muhatap.cases.search.add_message", fail)
    with pytest.raises(RuntimeError):
        make_case(world)
    assert not Case.objects.exists()
    assert not Clock.objects.exists()
    assert not Event.objects.filter(kind__startswith="case.").exists()


@pytest.mark.parametrize(
    "broken",
    [
        {"queue_id": None, "owner_id": None},
        {"next_step": ""},
        {"next_update_at": None},
        {"status": "closed"},
        {"is_open": False},
        {"status": "closed", "is_open": False, "closed_reason": ""},
    ],
)
def test_the_database_refuses_a_case_that_would_be_forgotten(world, broken):
    case = make_case(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(id=case.id).update(**broken)


def test_number_and_secret_open_a_case_in_any_spelling(world):
    case = make_case(world)
    secret = secret_of(case)
    assert case_opened_by(case.number, secret) == case
    assert case_opened_by(case.number.replace("-", ""), f" {secret.upper()} ") == case


@pytest.mark.parametrize("spoil", ["other", "empty", "shorter"])
def test_a_wrong_secret_opens_nothing(world, spoil):
    case, other = make_case(world), make_case(world, customer=1)
    secret = {"other": secret_of(other), "empty": "", "shorter": secret_of(case)[:-1]}[spoil]
    assert case_opened_by(case.number, secret) is None


def test_an_unknown_number_opens_nothing(world):
    unknown = numbering().number(2026, 999_999)
    assert case_opened_by(unknown, numbering().secret(unknown)) is None
    assert case_opened_by("not a number", "x") is None


def test_a_new_generation_ends_the_old_secret(world):
    case = make_case(world)
    old = secret_of(case)
    Case.objects.filter(id=case.id).update(secret_generation=1)
    assert case_opened_by(case.number, old) is None


@pytest.mark.parametrize(
    ("who", "sees_payments", "sees_accounts"),
    [
        ("deniz", True, False),
        ("selin", False, True),
        ("mert", True, True),
        ("pelin", True, True),
        ("gul", True, True),
        ("arda", False, False),
    ],
)
def test_staff_see_their_queues_and_no_more(world, who, sees_payments, sees_accounts):
    payments = make_case(world)
    accounts = make_case(world, topic="ACC-LOGIN", customer=1)
    seen = set(cases_visible_to(world.staff[who]))
    assert (payments in seen, accounts in seen) == (sees_payments, sees_accounts)
    assert (case_visible_to(world.staff[who], payments.number) is not None) is sees_payments


def test_an_owner_sees_her_case_in_a_foreign_queue(world):
    case = make_case(world)
    Case.objects.filter(id=case.id).update(owner=world.staff["selin"])
    assert case_visible_to(world.staff["selin"], case.number) == case


def test_nobody_of_another_brand_sees_anything(world):
    case = make_case(world)
    assert not cases_visible_to(world.stranger).exists()
    assert case_visible_to(world.stranger, case.number) is None
    assert case_of_brand(world.other_brand.id, case.number) is None
    assert case_of_brand(world.brand.id, case.number) == case
