"""A form that is sent several times at the same moment is one case."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.utils import timezone

from muhatap.cases.models import Attachment, Case, Message
from muhatap.kernel.actors import Actor
from muhatap.portal.models import Attempts, FormDraft
from muhatap.portal.operations import limiting
from tests.portal.conftest import PNG, begin, good_answers

pytestmark = [
    pytest.mark.urls("tests.portal.urls"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("shop"),
]


def at_once(work, times: int = 4) -> list:
    def one(_number):
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_four_clicks_at_once_are_one_case(visitor):
    address = begin(visitor)
    upload = SimpleUploadedFile("ekran.png", PNG)
    visitor.post(address, {**good_answers(), "action": "continue", "file-view": upload})
    FormDraft.objects.update(began_at=timezone.now() - timedelta(minutes=1))
    page = visitor.get(f"{address}review/").content.decode()
    stamp = re.search(r'name="stamp" value="([^"]+)"', page)[1]
    cookies = visitor.cookies.output(header="", sep=";")

    def send():
        browser = Client()
        browser.cookies.load(cookies)
        return browser.post(f"{address}review/", {"stamp": stamp})

    answers = at_once(send)
    assert {(each.status_code, each["Location"]) for each in answers} == {(303, f"{address}done/")}
    assert Case.objects.count() == 1
    assert Message.objects.filter(author="customer").count() == 1
    assert Attachment.objects.count() == 1


def test_attempts_are_counted_exactly(shop):
    limit = limiting.Limit("probe", 3, timedelta(hours=1))
    at = timezone.now()
    asked = at_once(
        lambda: limiting.count_attempt(limit=limit, who="10.0.0.1", by=Actor.customer(None), at=at), 5
    )
    assert sorted(each is None for each in asked) == [False, False, True, True, True]
    assert Attempts.objects.get(what="probe").count == 5
    assert "10.0.0.1" not in Attempts.objects.get(what="probe").who
