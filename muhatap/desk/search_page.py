"""The search page: what was typed as words and filters, what was found, and what to try when nothing was."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff
from muhatap.cases.conditions import (
    AllOf,
    BadCondition,
    Condition,
    Words,
    all_of,
    apart,
    as_q,
    implies_open,
    parse,
)
from muhatap.cases.found import Found
from muhatap.cases.ranking import Place
from muhatap.cases.restriction import is_stopped
from muhatap.cases.searching import Reader, Search, finds_any, reader_of, search_within
from muhatap.desk.case_page.text import highlighted
from muhatap.desk.faulty_conditions import Fault, fault_of
from muhatap.desk.wording import status_words
from muhatap.kernel.search_text import TERMS_AT_MOST, Term, as_typed, query_terms, term_of
from muhatap.kernel.snippets import Snippet, highlights
from muhatap.topics.questions import words
from muhatap.ui.dates import moment_words

_HINTS_AT_MOST = 4
_EVERYTHING = AllOf()


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: its terms, its filters, or why it could not be read."""

    text: str
    terms: tuple[Term, ...]
    rest: Condition = _EVERYTHING
    words: tuple[Words, ...] = ()
    fault: Fault | None = None

    @property
    def filters(self) -> tuple[Condition, ...]:
        """The filters that must all hold."""
        return self.rest.parts if isinstance(self.rest, AllOf) else (self.rest,)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for."""
        return not self.terms and not self.filters

    def without(self, part: Condition) -> str:
        """The text without one of its filters or words."""
        kept = [each for each in (*self.words, *self.filters) if each != part]
        return all_of(kept).to_text()


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the page without it."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that the page shows below its box."""

    asked: Asked
    hits: Sequence[dict[str, object]] = ()
    chips: Sequence[Chip] = ()
    hints: Sequence[Chip] = field(default=())
    is_cut: bool = False
    are_near: bool = False


def read_query(text: str) -> Asked:
    """The words and filters of what was typed; while a filter is half typed, only its words."""
    try:
        condition = parse(text)
    except BadCondition as fault:
        wrong = fault_of(text, fault)
        # What is wrong is left out with the value behind it; the other words are searched all the same.
        left = f"{wrong.before} {wrong.after.partition(' ')[2]}" if wrong.wrong else text
        return Asked(text, tuple(query_terms(left)), fault=wrong)
    rest, said = apart(condition)
    found = dict.fromkeys(term for each in said if (term := term_of(each.text, each.form)))
    terms = tuple(found)[:TERMS_AT_MOST]
    ends_in_word = bool(said) and said[-1].form == "word" and not text.endswith(" ")
    return Asked(text, tuple(as_typed(terms)) if ends_in_word else terms, rest, said)


def answer(staff: Staff, asked: Asked, at: datetime) -> Answer:
    """Search what she may see."""
    if asked.is_empty:
        return Answer(asked)
    reader = reader_of(staff)
    narrowed = reader.narrowed(_filter_of(asked, staff, at), asked.rest) if asked.filters else reader
    result = search_within(narrowed, asked.terms, at)
    return Answer(
        asked,
        hits=[_hit(found, result, at) for found in result.found],
        chips=[Chip(each.to_text(), _place(asked.without(each))) for each in asked.filters],
        hints=() if result.found else _hints(narrowed, reader, asked),
        is_cut=result.is_cut,
        are_near=bool(result.found) and result.found[0].place is Place.NEAR,
    )


def _filter_of(asked: Asked, staff: Staff, at: datetime) -> Q:
    wanted = as_q(asked.rest, staff, at)
    # Said outright, so that the index of open cases serves.
    return wanted & Q(is_open=True) if implies_open(asked.rest) else wanted


def _hints(narrowed: Reader, reader: Reader, asked: Asked) -> list[Chip]:
    """What would find something: the same without a filter, or without one of the words."""
    hints = []
    if asked.filters and finds_any(reader, asked.terms):
        hints.append(Chip(_("Without the filters"), _place(" ".join(each.to_text() for each in asked.words))))
    for each in asked.words[:_HINTS_AT_MOST] if len(asked.words) > 1 else ():
        left = [term for other in asked.words if other != each and (term := term_of(other.text, other.form))]
        if finds_any(narrowed, left):
            label = _("Without “%(word)s”") % {"word": each.text}
            hints.append(Chip(label, _place(asked.without(each))))
    return hints


def _place(text: str) -> str:
    return "/desk/search/?" + urlencode({"q": text})


def _hit(found: Found, result: Search, at: datetime) -> dict[str, object]:
    case = found.case
    is_closed = is_stopped(case)
    return {
        "number": case.number,
        "message": found.message_id,
        "subject": _marked(case.subject, result.terms),
        "customer": _marked(str(case.customer), result.terms),
        "channel": case.channel,
        "status": status_words(case.status),
        "topic": words(case.topic.names, (get_language() or "",)) if case.topic else "",
        "when": moment_words(found.at, at),
        "more": max(found.count - 1, 0),
        "file": "" if is_closed else found.file_name,
        "snippet": _("Processing is stopped") if is_closed else _why(found),
        "is_near": found.place is Place.NEAR,
    }


def _why(found: Found) -> str:
    return "" if found.snippet.text in found.case.subject else highlighted(found.snippet)


def _marked(text: str, terms: Sequence[Term]) -> str:
    return highlighted(Snippet(text, tuple(highlights(text, terms)), False, False))
