"""What cases are found by, in which order, by whom; the same on every database."""

import random

import pytest
from django.db import connection
from django.db.models import Q

from muhatap.cases import operations as cases
from muhatap.cases import search
from muhatap.cases.candidates import MESSAGES, newest
from muhatap.cases.conditions import as_q, parse
from muhatap.cases.models import Case, HeadText, Message, SearchText
from muhatap.cases.people import Person
from muhatap.cases.ranking import Match, Place, in_order
from muhatap.cases.searching import finds_any, reader_for_brand, reader_of, search_cases, search_within
from muhatap.cases.statuses import Author, ParticipantRole
from muhatap.channels.contract import InboundFile
from muhatap.customers.models import Customer
from muhatap.kernel.actors import Actor
from muhatap.kernel.search_text import Term, as_typed, index_text, query_terms
from tests.world import NOON, load, make_case

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")


@pytest.fixture
def find(world):
    def numbers(query, login="deniz"):
        return [found.case.number for found in search_cases(world.staff[login], query, NOON).found]

    return numbers


def post(case, text, author=Author.NOTE, **more):
    new = cases.NewMessage(author=author, channel="desk", text=text, **more)
    return cases.post_message(case=case, new=new, by=SYSTEM, at=NOON)


def test_a_case_is_found_by_number_names_addresses_answers_and_file_names(world, find):
    case = make_case(world, files=(InboundFile("havale-dekontu.txt", b"bos"),))
    Case.objects.filter(id=case.id).update(fields={"reference": "LMN2611200417", "method": ["kart"]})
    search.refresh_case(load(case.id))
    make_case(world, customer=1, subject="Başka", text="başka")
    for query in (
        *(case.number, case.number.replace("-", ""), "Elif", "karaca", "elif@posta.example"),
        *("+905321112233", "lmn2611200417", "kart", "dekontu", "havale"),
    ):
        assert find(query) == [case.number], query


def test_a_name_and_a_word_find_the_case_that_has_both(world, find):
    case = make_case(world, text="Dekontum ekte")
    make_case(world, customer=1, text="Dekontum ekte")
    assert find("elif dekont") == [case.number]
    assert find("hakan zürafa") == []


def test_a_mistyped_name_is_found_last_and_only_where_little_else_is(world, find):
    case = make_case(world)
    other = make_case(world, customer=1, text="elfi bir kelime")
    assert find("elfi") == [other.number, case.number]
    assert find("yildrim") == [other.number]
    assert find("öztrük") == []


def test_changed_names_subjects_and_participants_are_found_anew(world, find):
    case = make_case(world)
    Customer.objects.filter(id=case.customer_id).update(name="Nilüfer Tunç")
    search.refresh_cases_of(case.customer_id)
    assert find("nilufer") == [case.number]
    assert find("karaca") == []
    cases.name_participant(
        case=load(case.id), person=Person("avukat@hukuk.example", "Levent Oral"), role=ParticipantRole.COPIED,
        by=SYSTEM, at=NOON,
    )  # fmt: skip
    assert find("levent") == find("avukat@hukuk.example") == [case.number]
    cases.name_participant(
        case=load(case.id), person=Person("avukat@hukuk.example"), role=ParticipantRole.DECLINED,
        by=SYSTEM, at=NOON,
    )  # fmt: skip
    assert find("levent") == []


def test_side_conversations_are_found_by_staff_with_their_people(world, find):
    case = make_case(world)
    side = cases.open_side_conversation(
        case=case, subject="Havale izi", people=[Person("iz@banka.example", "Banka Masası")],
        staff=world.staff["deniz"], by=SYSTEM, at=NOON,
    )  # fmt: skip
    post(case, "Lütfen bakın", side=side)
    assert find("masası") == find("iz@banka.example") == find('"havale izi"') == [case.number]
    assert search_within(reader_for_brand(world.brand.id), query_terms("masası"), NOON).found == []


def test_subjects_come_before_texts_and_new_before_old(world, find):
    in_text = make_case(world, text="Komisyon kesildi")
    in_subject = make_case(world, customer=1, subject="Komisyon", text="Neden?")
    assert find("komisyon") == [in_subject.number, in_text.number]


def test_exact_words_weigh_more_than_other_forms_and_newer_more_than_older():
    terms = [Term("word", ("kargo",))]
    moments = {1: NOON, 2: NOON, 3: NOON.replace(year=2025)}
    form, exact, old = (
        Match(case_id, Place.TEXT, (case_id,), body)
        for case_id, body in ((1, "kargom kargo_"), (2, "kargo"), (3, "kargo"))
    )
    head, near = Match(4, Place.HEAD, (), "kargo"), Match(5, Place.NEAR, (), "kargo")
    given = [near, old, form, exact, head]
    for order in (given, given[::-1]):
        ranked = in_order(order, terms, {**moments, 4: NOON.replace(year=2020), 5: NOON}, NOON)
        assert [match.case_id for match in ranked] == [4, 2, 1, 3, 5]


def test_a_filter_narrows_few_and_many(world, find, monkeypatch):
    made = [make_case(world, customer=each, text="dekont burada") for each in range(4)]
    only = reader_of(world.staff["mert"]).narrowed(Q(number=made[0].number))
    everything = reader_of(world.staff["mert"]).narrowed(Q(pk__isnull=False))
    terms = query_terms("dekont")
    for few in (300, 1):
        monkeypatch.setattr("muhatap.cases.searching._FEW_CASES", few)
        monkeypatch.setattr("muhatap.cases.searching.PORTIONS", (2, 2, 2))
        assert [each.case.number for each in search_within(only, terms, NOON).found] in (
            [made[0].number], [],
        )  # fmt: skip
        assert len(search_within(everything, terms, NOON).found) >= 2
    assert finds_any(only, terms)
    assert not finds_any(only, query_terms("zürafa"))


@pytest.mark.parametrize("asked", ["from:kar", "from:elif", "from:elif@posta.example", "from:@posta.example"])
def test_a_sender_and_a_word_are_found_by_their_heads(world, monkeypatch, asked):
    """The newest candidates of the word are others, so the heads of her cases must lead to hers."""
    wanted = make_case(world, customer=0, text="dekont burada")
    for _ in range(6):
        make_case(world, customer=4, text="dekont burada")
    condition = parse(asked)
    reader = reader_of(world.staff["mert"]).narrowed(as_q(condition, world.staff["mert"], NOON), condition)
    assert reader.heads
    monkeypatch.setattr("muhatap.cases.searching._FEW_CASES", 3)
    monkeypatch.setattr("muhatap.cases.searching.PORTIONS", (2, 2, 2))
    for terms in (query_terms("dekont"), []):
        assert [each.case.number for each in search_within(reader, terms, NOON).found] == [wanted.number]


def narrowed(world, asked: str):
    condition = parse(asked)
    return reader_of(world.staff["mert"]).narrowed(as_q(condition, world.staff["mert"], NOON), condition)


def numbers_of(reader, words: str) -> list[str]:
    return [each.case.number for each in search_within(reader, query_terms(words), NOON).found]


def test_words_of_a_sender_of_very_many_cases_are_found_among_the_newest(world, monkeypatch):
    """Of a name that many have, neither all heads are fetched nor all cases with the word."""
    hers = [make_case(world, customer=0, text=f"dekont {number}") for number in range(4)]
    make_case(world, customer=1, text="dekont burada")
    other = make_case(world, customer=0, text="başka", subject="Dekont nerede")
    monkeypatch.setattr("muhatap.cases.searching._HEADS_LOOKED_AT", 2)
    reader = narrowed(world, "from:elif")
    assert set(numbers_of(reader, "dekont")) == {other.number, *(case.number for case in hers)}
    assert search_within(reader, query_terms("dekont"), NOON).is_cut
    for among in (1, 2):
        monkeypatch.setattr(
            "muhatap.cases.candidates._NAMED_AMONG", {"sqlite": among, "postgresql": among + 2}
        )
        assert 0 < len(numbers_of(reader, "dekont")) < 6


def test_other_filters_beside_a_name_still_narrow(world, monkeypatch):
    wanted = make_case(world, customer=0, text="dekont burada")
    for _ in range(4):
        make_case(world, customer=0, text="dekont burada")
    Case.objects.filter(id=wanted.id).update(status="waiting_customer")
    monkeypatch.setattr("muhatap.cases.searching._HEADS_LOOKED_AT", 2)
    monkeypatch.setattr("muhatap.cases.searching._NAMED_AT_MOST", 2)
    reader = narrowed(world, "from:elif status:waiting_customer")
    assert reader.asks_more
    assert numbers_of(reader, "dekont") == [wanted.number]


def test_candidates_are_read_by_their_ids_and_by_nothing_else(world):
    """SQLite guesses that a brand has ten cases, and would read all of it rather than eleven ids."""
    reader = narrowed(world, "from:elif topic:PAY-WD")
    plan = reader.known(range(60)).values_list("id").explain()
    assert "brand_id" not in plan or connection.vendor == "postgresql", plan
    assert "topic_id" not in plan.split("SCAN")[0] or connection.vendor == "postgresql", plan


def test_a_rare_word_among_many_of_the_same_beginning_is_found(world, find, monkeypatch):
    rare = make_case(world, text="kartalkaya")
    for number in range(12):
        make_case(world, customer=number % 4, text=f"kartlar {number}")
    monkeypatch.setattr("muhatap.cases.candidates._LOOKED_THROUGH", 1)
    monkeypatch.setattr("muhatap.cases.candidates._GLANCED_AT", 2)
    monkeypatch.setattr("muhatap.cases.searching.PORTIONS", (3, 3, 3))
    assert find("kartalk*") == [rare.number]


@pytest.mark.parametrize(
    ("glanced", "one_in", "fetched"),
    [(100, 100, 100), (8, 100, 100), (3, 1, 100), (3, 1, 4)],
    ids=["at a glance", "further back", "by words", "by age"],
)
def test_the_newest_rows_are_found_whichever_way_the_database_takes(
    world, monkeypatch, glanced, one_in, fetched
):
    made = [
        make_case(world, customer=each % 4, text="kırtasiye" if each % 2 else "defter") for each in range(16)
    ]
    for name, value in (("_GLANCED_AT", glanced), ("_ONE_IN", one_in), ("_FETCHED_AT_MOST", fetched)):
        monkeypatch.setattr(f"muhatap.cases.candidates.{name}", value)
    wanted = [case.id for case in reversed(made[1::2])]
    for limit in (1, 3, 7, 8, 9):
        rows = newest(MESSAGES, [world.brand.id], query_terms("kırtasiye"), limit=limit)
        assert [row.case_id for row in rows] == wanted[:limit]
        assert all("kirtasiye" in row.body for row in rows)
    rows = newest(MESSAGES, [world.brand.id], query_terms("kırtasiye"), limit=3, before=rows[4].id)
    assert [row.case_id for row in rows] == wanted[5:8]
    assert newest(MESSAGES, [world.other_brand.id], query_terms("kırtasiye"), limit=3) == []


WORDS = (
    *("iade", "iadem", "iademi", "şifre", "şifremi", "sifre", "kart", "kartım", "kartımdan", "kargo"),
    *("kargomun", "dekont", "dekontum", "İstanbul", "istanbul", "ISPARTA", "ısparta", "Nehir'in", "refund"),
    *("refunds", "customer's", "ödeme", "ödemeyi", "şikayetlerim", "çekim"),
)


def test_every_database_finds_what_the_words_say(world):
    """The same corpus and the same questions; what is found is worked out by hand, so databases agree."""
    dice = random.Random(7)
    texts = {}
    for number in range(40):
        text = " ".join(dice.choices(WORDS, k=4))
        case = make_case(world, customer=number % 5, subject=f"Konu {number}", text=text)
        texts[case.id] = f" {index_text(text)} "
    heads = dict(HeadText.objects.values_list("case_id", "body"))
    reader = reader_of(world.staff["mert"])
    for _ in range(60):
        terms = query_terms(" ".join(dice.choices(WORDS, k=dice.choice((1, 1, 2)))))
        terms = [term for term in dice.choice((terms, as_typed(terms))) if term.kind != "phrase"]
        wanted = {
            case_id
            for case_id, tokens in texts.items()
            if all(term.is_in(tokens) or term.is_in(f" {heads[case_id]} ") for term in terms)
        }
        result = search_within(reader, terms, NOON, limit=100)
        assert {found.case.id for found in result.found if found.place is not Place.NEAR} == wanted


def test_an_automatic_letter_finds_nothing_and_an_erased_subject_neither(world, find):
    case = make_case(world, subject="Zürafa hakkında", acknowledged=True)
    assert SearchText.objects.filter(case_id=case.id).count() == 1
    assert find("zürafa") == [case.number]
    first = Message.objects.filter(case=case).order_by("id").first()
    cases.erase_message(message=first, reason="KVKK m.7", by=SYSTEM, at=NOON)
    assert find("zürafa") == []
    assert find(case.number) == [case.number]
