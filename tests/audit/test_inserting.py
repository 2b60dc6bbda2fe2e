"""Rows inserted by the prepared statement are the rows that the ORM would have written."""

from datetime import datetime, timedelta, timezone

import pytest

from muhatap.audit.inserting import insert_rows, insert_values
from muhatap.audit.models import Publication
from muhatap.cases.models import Message
from muhatap.cases.statuses import Author
from muhatap.customers.models import Customer
from tests.world import NOON

ISTANBUL = timezone(timedelta(hours=3))

pytestmark = pytest.mark.django_db


def customer(world, **changes) -> Customer:
    given = {"name": "Elif", "email": "", "language": "tr", "created_at": NOON, "brand": world.brand}
    return Customer(**{**given, **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Şule\x00 Öz\ntürk " + "x" * 300},
        {"name": "lone \ud800 half"},
        {"preferences": {"plan": "arti", "söz": [1, None, {"a": True}]}},
        {"created_at": datetime(2026, 3, 29, 3, 30, tzinfo=ISTANBUL), "erased_at": None},
        {"created_at": NOON.replace(microsecond=7), "erased_at": NOON},
        {"email": "100%s@posta.example", "account_no": "'; DROP TABLE"},
    ],
)
def test_a_row_reads_back_as_the_orms_own(world, changes):
    ours, theirs = customer(world, **changes), customer(world, **changes)
    insert_rows([ours])
    theirs.save(force_insert=True)
    names = [field.attname for field in Customer._meta.concrete_fields if field.attname != "id"]
    ours, theirs = Customer.objects.get(id=ours.id), Customer.objects.get(id=theirs.id)
    assert [getattr(ours, name) for name in names] == [getattr(theirs, name) for name in names]


def test_an_inserted_row_can_be_saved_again(world):
    row = customer(world)
    insert_rows([row])
    row.name = "Derya"
    row.save(update_fields=["name"])
    assert Customer.objects.get(id=row.id).name == "Derya"


def test_more_rows_than_one_statement_takes(world):
    rows = [customer(world, name=f"Kişi {number}") for number in range(95)]
    insert_rows(rows)
    assert Customer.objects.filter(name__startswith="Kişi").count() == 95


def test_a_member_of_an_enumeration_is_its_value(world):
    case = world_case(world)
    message = Message(case=case, author=Author.NOTE, channel="desk", text="%s", at=NOON)
    insert_rows([message])
    assert Message.objects.get(id=message.id).author == "note"


def test_values_stand_in_the_models_order():
    insert_values(Publication, [(11, None), (12, 5)])
    insert_values(Publication, [])
    assert Publication.objects.get(event_id=12).published_seq == 5
    assert Publication.objects.get(event_id=11).published_seq is None


def world_case(world):
    from muhatap.cases.models import Case

    case = Case(
        brand=world.brand, number="26-00000-00000", customer=customer(world), queue=world.queues["payments"],
        subject="s", channel="email", received_at=NOON, updated_at=NOON, next_step="reply",
        next_update_at=NOON, next_due_at=NOON,
    )  # fmt: skip
    insert_rows([case.customer])
    insert_rows([case])
    return case
