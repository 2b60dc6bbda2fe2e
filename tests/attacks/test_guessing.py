"""Guessing numbers, secrets and addresses: slow, counted, and never answered by a difference."""

import re
from itertools import pairwise

import pytest
from django.test import Client
from django.utils import timezone

from muhatap.cases.keys import numbering, secret_of
from muhatap.portal.models import MailedLink
from muhatap.portal.operations.limiting import LINKS_OF_CASE, TRACKING
from tests.world import make_case

pytestmark = pytest.mark.django_db


def words_of(answer, *variable: str) -> str:
    """A page without what differs in every answer: tokens, times and what was typed."""
    page = answer.content.decode()
    for part in variable:
        page = page.replace(part, "…")
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)
    return re.sub(r"<time.*?</time>", "", page)


def unknown_number(case) -> str:
    return numbering().number(2026, 900_000_000)


def test_an_unknown_number_and_a_wrong_secret_are_answered_alike(own_case, client):
    unknown = unknown_number(own_case)
    wrong = client.post("/nehir/track/", {"number": own_case.number, "secret": "aaaa"})
    nobody = client.post("/nehir/track/", {"number": unknown, "secret": "aaaa"})
    assert wrong.status_code == nobody.status_code == 403
    assert words_of(wrong, own_case.number) == words_of(nobody, unknown)
    assert wrong.headers.keys() == nobody.headers.keys()


def test_whether_a_number_exists_is_not_told_by_its_page(own_case):
    client = Client()
    known = client.get(f"/nehir/cases/{own_case.number}/")
    nobody = client.get(f"/nehir/cases/{unknown_number(own_case)}/")
    assert known.status_code == nobody.status_code
    assert known["Location"].replace(own_case.number, "") == nobody["Location"].replace(
        unknown_number(own_case), ""
    )


def test_whether_number_and_address_belong_together_is_not_told(own_case, client):
    right = client.post("/nehir/track/link/", {"number": own_case.number, "email": "elif@posta.example"})
    wrong = client.post("/nehir/track/link/", {"number": own_case.number, "email": "elia@posta.example"})
    assert words_of(right, "elif@posta.example") == words_of(wrong, "elia@posta.example")
    assert MailedLink.objects.count() == 1


@pytest.mark.parametrize("family", ["same", "ipv6-network", "claimed"])
def test_secrets_are_tried_a_few_times_only(own_case, family):
    for number in range(TRACKING.most + 1):
        client = Client(REMOTE_ADDR=f"2001:db8::{number:x}" if family == "ipv6-network" else "203.0.113.9")
        headers = {"x-forwarded-for": f"10.0.0.{number}"} if family == "claimed" else {}
        answer = client.post(
            "/nehir/track/", {"number": own_case.number, "secret": str(number)}, headers=headers
        )
    assert answer.status_code == 429
    assert (
        client.post("/nehir/track/", {"number": own_case.number, "secret": secret_of(own_case)}).status_code
        == 429
    )


def test_a_mailbox_is_not_filled_with_links(own_case):
    for number in range(LINKS_OF_CASE.most * 3):
        Client(REMOTE_ADDR=f"203.0.113.{number}").post(
            "/nehir/track/link/", {"number": own_case.number, "email": "elif@posta.example"}
        )
    assert MailedLink.objects.count() == LINKS_OF_CASE.most


def test_numbers_follow_no_order(world):
    numbers = [make_case(world, at=timezone.now()).number for _ in range(6)]
    digits = [int(number.replace("-", "")[2:11]) for number in numbers]
    steps = {later - earlier for earlier, later in pairwise(digits)}
    assert len(steps) == 5
    assert digits != sorted(digits)


def test_a_secret_is_long_and_belongs_to_its_number(world):
    one, two = make_case(world), make_case(world)
    assert len(secret_of(one).replace("-", "")) * 5 == 100
    assert secret_of(one) != secret_of(two)


@pytest.mark.parametrize("given", ["", " ", "\0", "%", "*", "0" * 20, "null", "true", "[]", "٣" * 20])
def test_no_trick_is_a_secret(own_case, client, given):
    answer = client.post("/nehir/track/", {"number": own_case.number, "secret": given})
    assert answer.status_code == 403
    twice = client.post("/nehir/track/", {"number": [own_case.number] * 2, "secret": [given, ""]})
    assert twice.status_code == 403


def test_secrets_are_compared_in_constant_time(own_case, monkeypatch):
    compared = []
    import muhatap.cases.numbers as numbers

    real = numbers.hmac.compare_digest
    monkeypatch.setattr(numbers.hmac, "compare_digest", lambda *pair: compared.append(pair) or real(*pair))
    Client().post("/nehir/track/", {"number": own_case.number, "secret": "x"})
    Client().post("/nehir/track/", {"number": unknown_number(own_case), "secret": "x"})
    assert len(compared) >= 2
