"""The page of a case: what it shows to whom."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.cases import operations as cases
from muhatap.cases.statuses import Author
from muhatap.channels.contract import InboundFile
from muhatap.kernel.actors import Actor
from tests.world import make_case

MINE = Actor.system("test")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture
def now():
    return timezone.now()


@pytest.mark.parametrize(
    ("login", "status"),
    [
        ("deniz", 200),
        ("selin", 404),
        ("mert", 200),
        ("pelin", 200),
        ("arda", 404),
        ("gul", 200),
        ("stranger", 404),
    ],
)
def test_who_may_open_it(world, sign_in, now, login, status):
    case = make_case(world, at=now)
    assert sign_in(login).get(f"/desk/cases/{case.number}/").status_code == status


def test_a_number_that_is_none_is_no_page(world, sign_in):
    client = sign_in("mert")
    assert client.get("/desk/cases/26-00000-00000/").status_code == 404
    assert client.get("/desk/cases/nonsense/").status_code == 404


def test_it_tells_what_was_written_and_what_happened(world, sign_in, now):
    case = make_case(world, at=now - timedelta(hours=2), text="Merhaba <b>kalın</b>\n\nikinci")
    staff = Actor.staff(world.staff["deniz"].pk)
    cases.post_message(
        case=case, new=cases.NewMessage(author=Author.NOTE, channel="desk", text="Gizli"), by=staff, at=now
    )
    cases.assign(case=case, owner=world.staff["deniz"], by=staff, at=now)
    page = sign_in("deniz").get(f"/desk/cases/{case.number}/").content.decode()
    assert "Merhaba &lt;b&gt;kalın&lt;/b&gt;" in page
    assert 'data-from="note"' in page
    assert "Deniz Aydın" in page
    assert "None" not in page.split('id="content"')[1]


def test_a_masked_number_is_shown_as_masked(world, sign_in, now):
    case = make_case(world, at=now, text="Kartım 4242 4242 4242 4242, iki günde dönün.")
    page = sign_in("deniz").get(f"/desk/cases/{case.number}/").content.decode()
    assert 'class="redacted"' in page
    assert "•••• 4242" in page
    assert "4242 4242" not in page


def test_a_file_comes_with_its_digest_and_a_link(world, sign_in, now):
    case = make_case(world, at=now, files=(InboundFile("ekran.png", PNG),))
    page = sign_in("deniz").get(f"/desk/cases/{case.number}/").content.decode()
    assert "ekran.png" in page
    assert "/files/" in page


def test_erased_content_is_an_erasure(world, sign_in, now):
    case = make_case(world, at=now, text="Silinecek sözler")
    message = case.messages.get(author=Author.CUSTOMER)
    cases.erase_message(message=message, reason="customer_request", by=MINE, at=now)
    page = sign_in("deniz").get(f"/desk/cases/{case.number}/").content.decode()
    assert "Silinecek" not in page
    assert 'class="erased"' in page


def test_an_auditor_reads_and_does_not_write(world, sign_in, now):
    case = make_case(world, at=now)
    page = sign_in("gul").get(f"/desk/cases/{case.number}/").content.decode()
    assert "composer" not in page.split('id="content"')[1]


def test_the_number_of_queries_does_not_grow_with_the_case(
    world, sign_in, now, django_assert_max_num_queries
):
    case = make_case(world, at=now, files=(InboundFile("ekran.png", PNG),))
    for number in range(6):
        cases.post_message(
            case=case,
            new=cases.NewMessage(author=Author.NOTE, channel="desk", text=f"Not {number}"),
            by=Actor.staff(world.staff["deniz"].pk),
            at=now + timedelta(minutes=number),
        )
    client = sign_in("deniz")
    client.get(f"/desk/cases/{case.number}/")
    with django_assert_max_num_queries(24):
        assert client.get(f"/desk/cases/{case.number}/").status_code == 200
