"""Search: numbers, words in all their forms, phrases and beginnings, and never beyond what one may see."""

import pytest
from django.utils import timezone

from muhatap.cases import operations as cases
from muhatap.cases.searching import search_cases
from muhatap.cases.statuses import Author
from muhatap.customers.restriction import RESTRICTED
from muhatap.kernel.actors import Actor
from tests.world import make_case

SYSTEM = Actor.system("test")


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def find(world):
    def numbers(login, query):
        staff = world.stranger if login == "stranger" else world.staff[login]
        return [found.case.number for found in search_cases(staff, query, timezone.now()).found]

    return numbers


def test_a_number_leads_to_its_case(world, sign_in, now):
    case = make_case(world, at=now)
    for written in (case.number, case.number.replace("-", "")):
        response = sign_in("deniz").get("/desk/search/", {"q": written})
        assert response["Location"] == f"/desk/cases/{case.number}/"
    for login in ("selin", "stranger"):
        response = sign_in(login).get("/desk/search/", {"q": case.number})
        assert response.status_code == 200
        assert "Location" not in response
        assert f"/desk/cases/{case.number}/" not in response.content.decode()


@pytest.mark.parametrize(
    "query", ["banka", "BANKAMDAN", "bankanın havale", "hav*", "iade", "elif@posta.example"]
)
def test_words_are_found_in_all_their_forms(world, find, now, query):
    case = make_case(world, at=now, subject="İade", text="Bankam havaleyi görmüyor, dekont ekte.")
    assert find("deniz", query) == [case.number]


def test_every_word_has_to_be_there_and_phrases_in_a_row(world, find, now):
    right = make_case(world, at=now, text="para iadesi henüz gelmedi")
    wrong = make_case(world, at=now, customer=1, text="iadesi sorulan para henüz gelmedi")
    assert set(find("deniz", "para henüz")) == {right.number, wrong.number}
    assert find("deniz", '"para iadesi"') == [right.number]
    assert find("deniz", "para bulunmayan") == []


@pytest.mark.parametrize(
    "query", ['"', "'", '" OR ""', "a' | 'b", "NEAR(", "*", "-", "(", "\x00", "%s {} :*", "x" * 5000]
)
def test_no_query_breaks_the_search(world, find, now, query):
    make_case(world, at=now)
    assert isinstance(find("deniz", query), list)


@pytest.mark.parametrize(
    ("login", "count"), [("deniz", 1), ("selin", 1), ("mert", 2), ("arda", 0), ("stranger", 0)]
)
def test_only_what_she_may_see(world, find, now, login, count):
    make_case(world, at=now, topic="PAY-WD", text="dekont burada")
    make_case(world, at=now, topic="ACC-LOGIN", customer=1, text="dekont orada")
    assert len(find(login, "dekont")) == count


def test_what_others_fill_does_not_hide_her_own(world, find, now, monkeypatch):
    monkeypatch.setattr("muhatap.cases.searching.PORTIONS", (2, 2, 2))
    hers = make_case(world, at=now, topic="PAY-WD", text="dekont benim")
    for customer in range(4):
        make_case(world, at=now, topic="ACC-LOGIN", customer=customer, text="dekont onların")
    assert find("deniz", "dekont") == [hers.number]


def test_messages_of_one_case_are_one_result_and_erased_ones_none(world, now, find):
    case = make_case(world, at=now, text="dekont birinci")
    second = cases.post_message(
        case=case,
        new=cases.NewMessage(author=Author.NOTE, channel="desk", text="dekont ikinci"),
        by=SYSTEM,
        at=now,
    )
    (found,) = search_cases(world.staff["deniz"], "dekont", now).found
    assert (found.count, found.message_id) == (2, second.id)
    cases.erase_message(message=second, reason="secret", by=SYSTEM, at=now)
    assert find("deniz", "ikinci") == []


def test_the_page_marks_what_was_found_and_escapes_the_rest(world, sign_in, now):
    make_case(world, at=now, text="<i>dekont</i> & başka")
    page = sign_in("deniz").get("/desk/search/", {"q": "dekont"}).content.decode()
    assert "&lt;i&gt;<mark>dekont</mark>&lt;/i&gt; &amp; başka" in page


def test_an_administrator_does_not_search(world, sign_in):
    assert sign_in("arda").get("/desk/search/", {"q": "dekont"}).status_code == 403


def test_a_case_that_is_only_kept_is_found_without_its_words(world, sign_in, now):
    case = make_case(world, at=now, subject="Konu", text="Gizli kalacak cümle ve zürafa.")
    place = "/desk/search/?q=zürafa"
    assert "cümle" in sign_in("deniz").get(place).content.decode()
    case.customer.preferences = {RESTRICTED: now.isoformat()}
    case.customer.save()
    page = sign_in("deniz").get(place).content.decode()
    assert case.number in page
    assert "cümle" not in page
