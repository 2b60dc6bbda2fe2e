"""Answers and invitations as the measures count them: delivered, not sent; asked by page once it is seen."""

from datetime import UTC, datetime, timedelta

from muhatap.reports.catalogue.voices import _responded
from muhatap.reports.folding_surveys import Surveys
from muhatap.reports.observations import Kind, Observation

AT = datetime(2026, 11, 18, 9, tzinfo=UTC)


def invited(surveys, number, via="email"):
    surveys.see("survey.invited", AT, {"invitation": number, "via": via, "message": number + 1000})


def sent(surveys, number):
    surveys.see("message.delivered", AT, {"message": number + 1000})


def answered(surveys, number, score=5):
    told = {
        "invitation": number,
        "score": score,
        "channel": "email",
        "topic": "PAY-WD",
        "case_kind": "request",
    }
    surveys.see("survey.answered", AT + timedelta(days=1), told)


def rate(surveys):
    counts = [
        _responded(
            Observation(kind=Kind.SURVEY, subject="", at=AT, on=AT.date(), places={}, values=each.values)
        )
        for each in surveys.told("")
    ]
    counted = [each for each in counts if each is not None]
    return sum(part for part, _ in counted), sum(whole for _, whole in counted)


def test_the_worked_value_of_the_response_rate():
    surveys = Surveys()
    for number in range(120):
        invited(surveys, number)
        sent(surveys, number)
        if number < 8:
            surveys.see("message.delivery_returned", AT, {"message": number + 1000})
        if 8 <= number < 36:
            answered(surveys, number)
    assert rate(surveys) == (28, 112)


def test_what_never_left_or_was_never_seen_is_not_delivered():
    surveys = Surveys()
    invited(surveys, 1)
    invited(surveys, 2, "portal")
    invited(surveys, 3, "portal")
    surveys.see("survey.shown", AT, {"invitation": 3})
    invited(surveys, 4, "chat")
    assert rate(surveys) == (0, 2)


def test_more_scales_and_older_answers_count_as_asked_once():
    surveys = Surveys()
    invited(surveys, 1)
    sent(surveys, 1)
    surveys.see("survey.rated", AT, {"sort": "nps", "score": 9})
    answered(surveys, 1)
    assert rate(surveys) == (1, 1)
    surveys.see("survey.answered", AT, {"score": 3})
    assert rate(surveys) == (2, 2)


def test_whether_it_was_explained_is_told_with_the_outcome():
    surveys = Surveys()
    surveys.see("survey.rated", AT, {"sort": "explained", "score": 4})
    assert [each.values.get("outcome") for each in surveys.told("not_upheld")] == ["not_upheld"]
