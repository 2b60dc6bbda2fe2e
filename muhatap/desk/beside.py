"""What helped before, beside the composer: replies of this customer's earlier cases and of similar ones."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from muhatap.accounts.models import Staff
from muhatap.cases.models import Case, Message
from muhatap.cases.queries import cases_visible_to
from muhatap.cases.searching import search_cases
from muhatap.cases.statuses import Author, ClosedReason, Status
from muhatap.kernel.text import fold

_OWN_AT_MOST, _SIMILAR_AT_MOST = 2, 3
_SHORTEST_WORD, _WORDS_AT_MOST = 4, 4
_SHORTEST_REPLY = 20
_EXCERPT = 110
_WORD = re.compile(r"\w+")
_GONE = "…"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A reply that solved a case before, and where it comes from."""

    message_id: int
    number: str
    subject: str
    at: datetime
    text: str
    is_of_customer: bool

    @property
    def excerpt(self) -> str:
        """Its first words."""
        line = " ".join(self.text.split())
        return line if len(line) <= _EXCERPT else line[:_EXCERPT].rstrip() + _GONE


def suggestions_for(staff: Staff, case: Case, at: datetime) -> list[Suggestion]:
    """Replies that may help with a case, from cases that she may see; the customer's own come first."""
    own = _solved(staff).filter(customer_id=case.customer_id).exclude(id=case.id)
    hers = list(own.select_related("customer").order_by("-received_at")[:_OWN_AT_MOST])
    similar = _similar(staff, case, {case.id, *(each.id for each in hers)}, at)
    replies = _last_replies([*hers, *similar])
    found = [_suggestion(each, replies.get(each.id), case) for each in [*hers, *similar]]
    return [each for each in found if each is not None]


def _solved(staff: Staff) -> QuerySet[Case]:
    seen = cases_visible_to(staff)
    solved = seen.filter(status=Status.RESOLVED) | seen.filter(
        status=Status.CLOSED, closed_reason=ClosedReason.SOLVED
    )
    return solved.filter(staff_wrote_at__isnull=False)


def _similar(staff: Staff, case: Case, known: set[int], at: datetime) -> list[Case]:
    """Solved cases of the brand about the same, found by ever fewer words of the subject."""
    words = telling_words(case.subject)
    solved = _solved(staff).filter(brand_id=case.brand_id).select_related("customer")
    for count in range(len(words), 0, -1):
        ids = [each.case.id for each in search_cases(staff, " ".join(words[:count]), at).found]
        ids = [each for each in ids if each not in known]
        rows = solved.filter(id__in=ids)
        # One word alone says little; then the topic must be the same.
        rows = rows if count > 1 else rows.filter(topic_id=case.topic_id)
        found = sorted(rows, key=lambda each: (each.topic_id != case.topic_id, ids.index(each.id)))
        if found:
            return found[:_SIMILAR_AT_MOST]
    if case.topic_id is None:
        return []
    rows = solved.filter(topic_id=case.topic_id).exclude(id__in=known).order_by("-updated_at")
    return list(rows[:_SIMILAR_AT_MOST])


def telling_words(subject: str) -> list[str]:
    """The words of a subject that say most, the longest first."""
    words = dict.fromkeys(each for each in _WORD.findall(subject) if len(each) >= _SHORTEST_WORD)
    plain = [each for each in words if not any(letter.isdigit() for letter in each)]
    return sorted(plain, key=len, reverse=True)[:_WORDS_AT_MOST]


def _last_replies(cases: Sequence[Case]) -> dict[int, Message]:
    """The last thing that a person answered on each case."""
    rows = Message.objects.filter(
        case_id__in=[each.id for each in cases], author=Author.STAFF, erased_at__isnull=True
    )
    return {each.case_id: each for each in rows.only("id", "case_id", "text", "at").order_by("at", "id")}


def _suggestion(old: Case, reply: Message | None, case: Case) -> Suggestion | None:
    is_own = old.customer_id == case.customer_id
    if reply is None:
        return None
    text = reply.text if is_own else without_names(reply.text, _names(old))
    if len(text.strip()) < _SHORTEST_REPLY:
        return None
    return Suggestion(reply.id, old.number, old.subject, reply.at, text, is_own)


def _names(old: Case) -> list[str]:
    customer = old.customer
    parts = [each for each in customer.name.split() if len(each) > 1]
    known = [customer.name, customer.email, customer.phone, customer.account_no, old.number, *parts]
    return [each for each in known if each]


def without_names(text: str, names: Iterable[str]) -> str:
    """A text without what names another customer: her names, addresses and number become dots."""
    wanted = sorted({fold(each) for each in names if each.strip()}, key=len, reverse=True)
    if not wanted:
        return text
    pieces = re.split(r"(\w[\w.@+-]*\w|\w)", text)
    named = {part for each in wanted for part in each.split()}
    return "".join(_GONE if _is_named(piece, named) else piece for piece in pieces)


def _is_named(piece: str, named: set[str]) -> bool:
    plain = fold(piece)
    return plain in named or plain.split("'")[0] in named
