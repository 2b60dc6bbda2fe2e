"""The same call twice is one case."""

import threading

import pytest
from django.db import connection, connections

from muhatap.cases.models import Case
from muhatap.channels.adapters.api import routes
from tests.channels.api.conftest import GOOD, caller_for, case_body
from tests.world import NOON


def test_the_same_call_is_answered_with_the_same_number_and_secret(program):
    first = program.open(idempotency_key="k-1")
    again = program.open(idempotency_key="k-1")
    assert (first.status, again.status) == (201, 201)
    assert first.json == again.json
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert Case.objects.count() == 1


def test_a_key_is_not_taken_for_another_call(program):
    program.open(idempotency_key="k-1")
    answer = program.open(case_body(text="Başka bir şey."), idempotency_key="k-1")
    assert (answer.status, answer.slug) == (422, "idempotency-key-reused")
    assert Case.objects.count() == 1


def test_a_refused_call_does_not_use_up_its_key(program):
    assert program.open(case_body(topic="NEVER"), idempotency_key="k-1").status == 422
    assert program.open(idempotency_key="k-1").status == 201


def test_keys_of_two_tokens_are_two(asking_world):
    one, other = (caller_for(asking_world, "cases:write") for _ in range(2))
    assert one.open(idempotency_key="k").json["number"] != other.open(idempotency_key="k").json["number"]


def test_without_a_key_two_calls_are_two_cases(program):
    assert program.open().json["number"] != program.open().json["number"]


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 201, "şikayet", "\x7f"])
def test_a_key_that_cannot_be_kept_is_refused(program, key):
    answer = program.open(idempotency_key=key)
    assert (answer.status, answer.slug) == (400, "idempotency-key-malformed")


def test_messages_are_posted_once_too(program):
    number = program.open().json["number"]
    path = f"/api/v1/cases/{number}/messages"
    first = program("POST", path, {"text": "Bir haber var mı?"}, idempotency_key="m-1")
    again = program("POST", path, {"text": "Bir haber var mı?"}, idempotency_key="m-1")
    assert first.status == again.status == 201
    assert first.json["id"] == again.json["id"]
    assert len(program("GET", path).json["messages"]) >= 2


def test_a_twin_that_was_quicker_answers_for_both(program, monkeypatch):
    first = program.open(idempotency_key="k-1")
    # As if the twin had not been there yet when this call looked.
    monkeypatch.setattr(routes, "answer_before", lambda call: None)
    again = program.open(idempotency_key="k-1")
    assert again.json == first.json
    assert Case.objects.count() == 1


def test_an_answer_stands_though_the_charter_has_changed(program, asking_world):
    first = program.open(idempotency_key="k-1")
    topic, brand = asking_world.topics["PAY-WD"], asking_world.brand
    topic.retired_at, brand.charter_number = NOON, brand.charter_number + 1
    topic.save(update_fields=["retired_at"])
    brand.save(update_fields=["charter_number"])
    assert program.open(idempotency_key="k-1").json["secret"] == first.json["secret"]


@pytest.mark.django_db(transaction=True)
def test_simultaneous_calls_with_one_key_open_one_case(program):
    answers, start = [], threading.Barrier(4)

    def call():
        start.wait()
        try:
            answers.append(program.open(case_body(fields=GOOD), idempotency_key="together"))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=call) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status for answer in answers} == {201}, [answer.data for answer in answers]
    assert len({answer.json["secret"] for answer in answers}) == 1
    assert Case.objects.count() == 1
    assert connection.vendor
