"""Seeded cases are valid in every respect that the real ones are: numbers, chains, search, counters."""

from datetime import timedelta

import pytest
from django.db import connection

from muhatap.audit.models import ErasableContent, Event, Publication, Stream
from muhatap.brands.models import Brand
from muhatap.cases.counters import used_counters
from muhatap.cases.keys import numbering
from muhatap.cases.models import Case, Message, SearchText
from muhatap.cases.numbers import parse_number
from muhatap.channels import operations as channels
from muhatap.channels.contract import InboundMessage, Sender
from muhatap.complaints.models import Complaint
from muhatap.complaints.register import returns_of
from muhatap.complaints.stages import MOVES
from muhatap.kernel.actors import Actor
from muhatap.kernel.search_text import index_text
from muhatap.promises.models import Clock
from muhatap.wiring import proving, seeding
from muhatap.wiring.seeding import indexes
from tests.bench.conftest import CASES
from tests.world import NOON


def numbers_are_the_installations_own_and_counted(seeded):
    numbers = list(Case.objects.values_list("number", flat=True))
    assert len(set(numbers)) == CASES == seeded.cases
    assert all(parse_number(number) == number for number in numbers)
    for year, used in used_counters().items():
        counters = [numbering().counter_of(n) for n in numbers if n.startswith(f"{year % 100:02d}-")]
        assert sorted(counters) == list(range(used - len(counters) + 1, used + 1))


def about_as_many_cases_wait_as_were_asked_for(seeded):
    assert Case.objects.filter(is_open=True).count() == seeded.open_cases
    assert 20 <= seeded.open_cases <= 50
    statuses = set(Case.objects.values_list("status", flat=True))
    assert {"new", "closed", "waiting_customer"} <= statuses


def chains_contents_and_tables_agree(seeded):
    report = proving.prove_streams(lambda _: None)
    assert report.findings == []
    assert report.events == Event.objects.count()


def every_event_is_public_in_the_order_of_time(seeded):
    public = Publication.objects.filter(published_seq__isnull=False).order_by("published_seq")
    published = list(public.values_list("event_id", "published_seq"))
    assert [seq for _, seq in published] == list(range(1, seeded.events + 1))
    assert [event for event, _ in published] == sorted(event for event, _ in published)


def running_clocks_belong_to_open_cases_and_wait_for_a_step_to_come(seeded):
    running = Clock.objects.filter(stopped_at__isnull=True)
    assert not running.exclude(case__is_open=True).exists()
    assert Clock.objects.filter(was_kept=True).exists()
    assert not running.filter(next_step_at__lt=Stream.objects.latest("changed_at").changed_at).exists()


def search_finds_the_words_of_a_message(seeded):
    message = Message.objects.filter(author="customer").order_by("id")[3]
    words = index_text(message.text).split()[:3]
    assert _found(words) >= {message.id}
    assert _found([*words, "zzyzx"]) == set()
    assert SearchText.objects.count() == Message.objects.exclude(author="automatic").count()


def indexes_and_triggers_are_back(seeded):
    before = set(indexes._present())
    assert {"cases_open_brand", "promises_one_running", "audit_stream_changed"} <= before
    if connection.vendor == "sqlite":
        assert "cases_fulltext_add" in before


def a_real_case_follows_the_seeded_ones(seeded):
    receipt = channels.receive(
        inbound=InboundMessage(
            brand_id=Brand.objects.get().id,
            channel="web_form",
            sender=Sender(name="Elif", email="elif@posta.example"),
            text="Zümrüdüanka nerede?",
            received_at=NOON,
        ),
        by=Actor.channel("web_form"),
        at=NOON,
    )
    assert receipt.number not in Case.objects.exclude(id=receipt.case_id).values_list("number", flat=True)
    assert _found(["zumruduanka"]) == {receipt.message_id}


def complaints_went_only_where_the_table_of_stages_leads(seeded):
    found = Complaint.objects.select_related("case").prefetch_related("moves")
    assert found.count() == Case.objects.filter(kind="complaint").count() > 0
    for complaint in found:
        assert complaint.is_open == complaint.case.is_open
        assert complaint.received_at == complaint.case.received_at
        moves = sorted(complaint.moves.all(), key=lambda move: (move.at, move.id))
        assert (moves[0].previous, moves[0].stage) == ("", "received")
        assert all((move.previous, move.stage) in MOVES for move in moves[1:])
        assert moves[-1].stage == complaint.stage
    assert len({complaint.stage for complaint in found}) >= 3


def returns_over_seeded_complaints_balance(seeded):
    brand, today = Brand.objects.get(), Case.objects.latest("received_at").received_at.date()
    year = returns_of(brand, today - timedelta(days=365), today + timedelta(days=1), {})
    assert sum(line.opened for line in year) > 0
    assert all(line.balances for line in year)


# Seeding takes seconds, so all of this is asked of one desk; the last of them adds to it.
ALL = (
    numbers_are_the_installations_own_and_counted,
    about_as_many_cases_wait_as_were_asked_for,
    chains_contents_and_tables_agree,
    every_event_is_public_in_the_order_of_time,
    running_clocks_belong_to_open_cases_and_wait_for_a_step_to_come,
    search_finds_the_words_of_a_message,
    indexes_and_triggers_are_back,
    complaints_went_only_where_the_table_of_stages_leads,
    returns_over_seeded_complaints_balance,
    a_real_case_follows_the_seeded_ones,
)


def test_a_seeded_desk_is_like_a_real_one(seeded, subtests):
    for holds in ALL:
        with subtests.test(holds.__name__):
            holds(seeded)


def test_a_full_desk_is_refused_and_can_be_added_to(seeded):
    with pytest.raises(seeding.Refused):
        seeding.seed(cases=10)
    seeding.seed(cases=10, append=True, seed=7, processes=1)
    assert Case.objects.count() == CASES + 10
    assert proving.prove_streams(lambda _: None).findings == []
    assert ErasableContent.objects.count() < Event.objects.count()


def _found(words: list[str]) -> set[int]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            query = " ".join(f'"{word}"' for word in words)
            cursor.execute("SELECT rowid FROM cases_fulltext WHERE cases_fulltext MATCH %s", [query])
        else:
            query = " & ".join(words)
            sql = "SELECT message_id FROM cases_searchtext WHERE words @@ %s::tsquery"
            cursor.execute(sql, [query])
        return {row[0] for row in cursor.fetchall()}
