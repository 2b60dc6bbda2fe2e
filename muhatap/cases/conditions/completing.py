"""What can be said next in a condition, and whether what was said exists for this reader."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from muhatap.accounts.models import Staff
from muhatap.cases.conditions.faults import BadCondition
from muhatap.cases.conditions.fields import Candidate, Field, Kind, key
from muhatap.cases.conditions.known import vocabulary
from muhatap.cases.conditions.tree import Condition, tests_of

OFFERED_AT_MOST = 12

_BEGUN = re.compile(
    r'(?:^|[\s(])-?(?P<said>(?P<name>[^\W\d][\w-]*(?:\.[\w-]+)?):[<>=]*(?P<values>[^\s()]*)|[^\s()":]*)$'
)
_CHECKED = frozenset({"topic", "chosen", "queue", "brand", "plan"})


@dataclass(frozen=True, slots=True)
class Completion:
    """What may take the place of the text from `start` to the cursor."""

    start: int
    offered: tuple[Candidate, ...]


def complete(text: str, cursor: int, staff: Staff) -> Completion:
    """What can be said at the cursor: operators, and after one its values."""
    begun = _BEGUN.search(text[:cursor])
    if begun is None:
        return Completion(cursor, ())
    name = begun["name"]
    if name is None:
        return Completion(begun.start("said"), tuple(_operators(begun["said"], staff)))
    field = vocabulary().field(name)
    last = begun["values"].rpartition(",")[2].strip('"')
    offered = _fitting(values_of(field, staff), last) if field else []
    return Completion(cursor - len(last), tuple(offered[:OFFERED_AT_MOST]))


def values_of(field: Field, staff: Staff) -> list[Candidate]:
    """The values of a field that a reader can choose from."""
    known = [Candidate(choice.code, str(choice.label)) for choice in field.choices]
    if field.kind in {Kind.DAY, Kind.AHEAD}:
        known += [
            Candidate("today", ""),
            Candidate("yesterday" if field.kind is Kind.DAY else "tomorrow", ""),
        ]
    if field.candidates is not None and field.kind is not Kind.ANSWER:
        known += field.candidates(staff)
    return known


def check_values(condition: Condition, staff: Staff) -> None:
    """Refuse a topic, queue, brand or plan that this reader does not see: a view of it would stay empty."""
    for test in tests_of(condition):
        field = vocabulary().field(test.field)
        if field is None or field.name not in _CHECKED:
            continue
        known = [each.value for each in values_of(field, staff)]
        for value in test.values:
            if not _is_known(value, known):
                near = get_close_matches(value.lower(), [each.lower() for each in known], n=1)
                shown = next((each for each in known if near and each.lower() == near[0]), "")
                raise BadCondition("unknown_value", field=field.name, given=value, near=shown, among=known)


def _is_known(value: str, known: Iterable[str]) -> bool:
    wanted = value.rstrip("*").lower()
    if value.endswith("*"):
        return any(each.lower().startswith(wanted) for each in known)
    return any(each.lower() == wanted for each in known)


def _operators(said: str, staff: Staff) -> list[Candidate]:
    found = []
    for field in vocabulary().fields:
        if field.kind is Kind.ANSWER:
            if field.candidates is not None and said:
                found += [Candidate(f"{each.value}:", each.label) for each in field.candidates(staff)]
        elif any(key(word).startswith(key(said)) for word in (field.name, *field.aliases)):
            found.append(Candidate(f"{field.name}:", str(field.label)))
    return [each for each in found if not each.value.startswith("field.") or said[:2] in each.value][
        :OFFERED_AT_MOST
    ]


def _fitting(candidates: Iterable[Candidate], begun: str) -> list[Candidate]:
    """Those that begin so, then those whose words have it in them."""
    wanted = key(begun)
    known = list(candidates)
    first = [each for each in known if key(each.value).startswith(wanted)]
    return first + [each for each in known if each not in first and wanted in key(each.label)]
