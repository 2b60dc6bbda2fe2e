"""When the machine is to blame a page is 503 and says when to come back; a fault of ours stays 500."""

import pytest
from django.db import OperationalError, ProgrammingError
from django.test import RequestFactory
from django.utils import translation

from muhatap.ui.views import failed


def answer_after(failure: Exception):
    try:
        raise failure
    except type(failure):
        return failed(RequestFactory().get("/nehir/"))


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "The desk cannot be reached for a moment"), ("en", "Wait a few seconds and send it again")],
)
def test_a_database_without_room_for_one_more_is_told_in_words(language, words):
    with translation.override(language):
        response = answer_after(OperationalError("FATAL: sorry, too many clients already"))
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert words in response.content.decode()


@pytest.mark.parametrize("failure", [ProgrammingError("column is missing"), ValueError("ours")])
def test_a_fault_of_ours_is_none_that_waiting_mends(failure):
    response = answer_after(failure)
    assert response.status_code == 500
    assert "Retry-After" not in response
