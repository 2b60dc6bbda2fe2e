"""What is shown of the cases that were found: read for the first ones only, phrases checked on the texts."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from muhatap.audit.archived import BrokenArchive
from muhatap.cases.archive.returning import bodies_away
from muhatap.cases.models import Attachment, Case, Message, Participant
from muhatap.cases.ranking import Match, Place
from muhatap.cases.search import answers_of, beside
from muhatap.cases.statuses import KNOWN_ROLES
from muhatap.kernel.search_text import Term
from muhatap.kernel.snippets import Snippet, highlights, matches_all, snippet

# So many candidates are read at most, where a phrase turns most of them away.
_CHECKED_AT_MOST = 300
_MESSAGES_OF_ONE = 20
# What nobody shows of a result is not read: most of it is long.
_NOT_SHOWN = (
    *("notices", "sealed_fields", "intake", "tags", "telling"),
    *(f"brand__{each}" for each in ("languages", "legal", "contact", "channels", "notices", "survey")),
    *(f"topic__{each}" for each in ("descriptions", "fields", "evidence")),
    *(f"topic__{each}" for each in ("quick_fixes", "ready", "guidance")),
    "queue__names",
)


@dataclass(frozen=True, slots=True)
class Found:
    """A case, the message to open it at, how many of its messages match, and the piece that shows why."""

    case: Case
    place: Place
    at: datetime
    snippet: Snippet
    message_id: int | None = None
    count: int = 0
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class _Texts:
    """What was written in some messages: their own text, and the names and words of their files."""

    messages: dict[int, Message]
    files: dict[int, list[tuple[str, str]]]

    def of(self, message_id: int) -> list[tuple[str, str]]:
        """The texts of a message, each with the name of the file that it is from."""
        message = self.messages.get(message_id)
        own = [("", message.text)] if message else []
        own += [("", "\n".join(beside(message.side)))] if message and message.side else []
        return [*own, *((name, f"{name}\n{words}") for name, words in self.files.get(message_id, ()))]


def shown(ordered: Sequence[Match], terms: Sequence[Term], *, reads_inside: bool, limit: int) -> list[Found]:
    """The first `limit` matches that hold up: the index knows words and no phrases, so texts are read."""
    has_phrase = any(term.kind == "phrase" for term in terms)
    found: list[Found] = []
    for start in range(0, min(len(ordered), _CHECKED_AT_MOST if has_phrase else limit), limit):
        portion = ordered[start : start + limit]
        found += _read(portion, terms, has_phrase, reads_inside)
        if len(found) >= limit:
            break
    return found[:limit]


def _read(
    portion: Sequence[Match], terms: Sequence[Term], has_phrase: bool, reads_inside: bool
) -> Iterator[Found]:
    cases = {
        case.id: case
        for case in Case.objects.filter(id__in=[match.case_id for match in portion])
        .select_related("brand", "customer", "topic", "queue")
        .defer(*_NOT_SHOWN)
    }
    most = _MESSAGES_OF_ONE if has_phrase else 1
    over = [case.id for case in cases.values() if not case.is_open]
    texts = _texts([each for match in portion for each in match.message_ids[:most]], over)
    people = _people(list(cases))
    for match in portion:
        case = cases.get(match.case_id)
        found = None if case is None else _found(case, match, texts, terms, people.get(match.case_id, ()))
        if found is not None:
            yield found


def _found(
    case: Case, match: Match, texts: _Texts, terms: Sequence[Term], people: Sequence[str]
) -> Found | None:
    head = _head_line(case, people)
    phrases = [term for term in terms if term.kind == "phrase"]
    in_head = [term for term in phrases if matches_all(head, [term])]
    asked = [term for term in phrases if term not in in_head]
    for message_id in match.message_ids[:_MESSAGES_OF_ONE]:
        parts = texts.of(message_id)
        if parts and all(any(matches_all(text, [term]) for _, text in parts) for term in asked):
            return _with_message(case, match, texts.messages[message_id], parts, terms)
    if asked or (match.message_ids and match.place is not Place.HEAD):
        return None
    return Found(case, match.place, case.updated_at, snippet(_telling(case, people, terms), terms))


def _with_message(
    case: Case, match: Match, message: Message, parts: list[tuple[str, str]], terms: Sequence[Term]
) -> Found:
    name, text = next((part for part in parts if highlights(part[1], terms)), parts[0])
    return Found(
        case=case,
        place=match.place,
        at=message.at,
        snippet=snippet(text, terms),
        message_id=message.id,
        count=len(match.message_ids),
        file_name=name,
    )


def _head_line(case: Case, people: Sequence[str]) -> str:
    """What a case is found by beside its messages, as people read it."""
    return " · ".join(
        word for word in (case.number, case.subject, case.customer.name, *_rest(case, people)) if word
    )


def _telling(case: Case, people: Sequence[str], terms: Sequence[Term]) -> str:
    """Those parts of it that have a term and stand nowhere else in a result; else the subject."""
    said = [word for word in _rest(case, people) if word and highlights(word, terms)]
    return " · ".join(said) or case.subject


def _rest(case: Case, people: Sequence[str]) -> tuple[str, ...]:
    customer = case.customer
    return (customer.email, customer.phone, customer.account_no, *people, *answers_of(case))


def _people(case_ids: Sequence[int]) -> dict[int, list[str]]:
    rows = Participant.objects.filter(case_id__in=case_ids, role__in=KNOWN_ROLES).order_by("id")
    people: dict[int, list[str]] = {}
    for case_id, name, email in rows.values_list("case_id", "name", "email"):
        people.setdefault(case_id, []).extend((name, email))
    return people


def _texts(message_ids: Sequence[int], over: Sequence[int]) -> _Texts:
    messages = {
        message.id: message
        for message in Message.objects.filter(id__in=message_ids)
        .select_related("side")
        .only("id", "text", "at", "side__subject")
    }
    # Of cases that are over, words may lie in the archive.
    with suppress(BrokenArchive):
        for message_id, (text, *_) in (bodies_away(over) if over else {}).items():
            if message_id in messages:
                messages[message_id].text = text
    files: dict[int, list[tuple[str, str]]] = {}
    rows = Attachment.objects.filter(message_id__in=message_ids).order_by("id")
    for message_id, name, words in rows.values_list("message_id", "file__name", "file__words__text"):
        files.setdefault(message_id, []).append((name, words or ""))
    return _Texts(messages, files)
