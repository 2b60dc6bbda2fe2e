"""The words around a survey in the customer's language."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from muhatap.cases.models import Case
from muhatap.channels.answer_links import hidden_url
from muhatap.surveys.questions import Question
from muhatap.surveys.sorts import Sort, Why


def invitation_text(case: Case, question: Question, sort: str, closes_at: datetime) -> str:
    """The letter that asks: why she is asked, the question, where to answer and until when."""
    with translation.override(case.language), timezone.override(ZoneInfo(case.brand.zone)):
        until = date_format(timezone.localtime(closes_at), "j F Y")
        came = date_format(timezone.localtime(case.received_at), "j F Y")
        about = (
            _("We ask you now and then how our service is for you.")
            if sort == Sort.PERIODIC
            else _("You wrote to us on %(day)s. We ask how we worked.") % {"day": came}
        )
        return "\n\n".join(
            (
                about,
                question_words(question, case),
                _("Answer here, in one minute and without signing in:"),
                hidden_url(case),
                _(
                    "The page can be used once and is open until %(day)s. You need not answer: "
                    "your case stands the same either way."
                )
                % {"day": until},
                case.brand.name,
            )
        )


def question_words(question: Question, case: Case) -> str:
    """A question in the language of the case; without one, how satisfied she is."""
    found = question.texts.get(case.language) or question.texts.get(case.brand.default_language)
    return found or _("How satisfied are you with how your case was handled?")


def follow_up_subject(case: Case) -> str:
    """The subject of the case that a low score opens, in its customer's language."""
    with translation.override(case.language):
        return _("Not content with: %(subject)s") % {"subject": case.subject}


def follow_up_note(case: Case, score: int, has_words: bool) -> str:
    """What the colleague reads who looks after a low score."""
    with translation.override(case.brand.default_language):
        said = _("In the survey about %(number)s the customer gave %(score)s of 5.") % {
            "number": case.number,
            "score": score,
        }
        more = (
            _("Her words stand below. Call or write to her, and say what we change.")
            if has_words
            else _("She wrote no words. Ask her what went wrong.")
        )
    return f"{said} {more}"


def deed_text(case: Case, said: Mapping[str, str], done: Mapping[str, str]) -> str:
    """The letter to whoever gave feedback: what she and others said, and what was done because of it."""
    brand = case.brand
    with translation.override(case.language):
        return "\n\n".join(
            (
                _("You told us what you think. This is what became of it."),
                _("You said: %(said)s") % {"said": brand.in_language(said, case.language)},
                _("We did: %(done)s") % {"done": brand.in_language(done, case.language)},
                _("Everything that changed so stands here: %(address)s")
                % {"address": f"{settings.MUHATAP_ORIGIN}/{brand.code}/said/"},
                brand.name,
            )
        )


def why_words(why: str) -> str:
    """Why somebody was not asked, in words."""
    return {
        Why.OFF: _("the charter no longer asks"),
        Why.ERASED: _("the customer was erased"),
        Why.DECLINED: _("wants no surveys"),
        Why.OPEN_AGAIN: _("the case was open again"),
        Why.NOT_FOR: _("the charter leaves such ends out"),
        Why.OPEN_COMPLAINT: _("a complaint of hers was open"),
        Why.MACHINE: _("a machine wrote"),
        Why.RESTED: _("was asked lately and rests"),
        Why.TOO_LATE: _("too late to remember"),
    }.get(Why(why), why)
