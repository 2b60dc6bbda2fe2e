"""The condition of a rule in its form: as text, and as parts that can be added and taken out."""

from dataclasses import dataclass

from django.http import QueryDict

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import colleagues_in
from muhatap.brands.models import Brand
from muhatap.cases import conditions
from muhatap.cases.conditions import BadCondition, Condition
from muhatap.cases.conditions.fields import Kind
from muhatap.desk.faulty_conditions import Fault, fault_of
from muhatap.desk.rules.words import Named

_CHOSEN = frozenset({Kind.CHOICE, Kind.RANK, Kind.FLAG, Kind.CODE, Kind.PERSON})
_HERS = frozenset({"is:mine", "owner:me"})


@dataclass(frozen=True, slots=True)
class Group:
    """One field with its values, to choose from; `written` is for what is typed."""

    label: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a condition that must all hold, or the fault why it has none."""

    parts: tuple[str, ...] = ()
    fault: Fault | None = None


def parts_of(text: str) -> Parts:
    """The parts of a typed condition."""
    try:
        return Parts(tuple(each.to_text() for each in _parts(conditions.parse(text))))
    except BadCondition as fault:
        return Parts(fault=fault_of(text, fault))


def rearranged(text: str, given: QueryDict) -> str | None:
    """The condition after a button of its parts was pressed; None when none was, or it cannot be read."""
    verb = next((name for name in ("part_and", "part_not", "part_out") if name in given), "")
    if not verb:
        return None
    try:
        parts = _parts(conditions.parse(text))
        if verb == "part_out":
            out = given["part_out"]
            kept = [each for place, each in enumerate(parts) if str(place) != out]
            return conditions.all_of(kept).to_text()
        part = conditions.parse(given.get("part", ""))
    except BadCondition:
        return text
    added = conditions.negated(part) if verb == "part_not" else part
    return conditions.all_of([*parts, added]).to_text()


def groups_for(staff: Staff, brand: Brand, named: Named) -> list[Group]:
    """Every field whose values can be listed, with its values; topics, queues and people are the brand's."""
    topics = [(code, name) for code, name in named.topics.items()]
    of_brand = {
        "topic": topics,
        "chosen": topics,
        "queue": [(code, name) for code, name in named.queues.items() if not code.isdecimal()],
        "owner": [(each.email, each.name) for each in colleagues_in(brand.id)],
        "brand": [],
    }
    found = []
    for field in conditions.vocabulary().fields:
        if field.kind not in _CHOSEN:
            continue
        listed = of_brand.get(field.name)
        if listed is None:
            listed = [(each.value, each.label or each.value) for each in conditions.values_of(field, staff)]
        elif listed and field.choice("none"):
            listed = [("none", str(field.choice("none").label)), *listed]
        options = tuple(
            (f"{field.name}:{_quoted(value)}", label)
            for value, label in listed
            if f"{field.name}:{value}" not in _HERS
        )
        if options:
            found.append(Group(str(field.label), options))
    return found


def free_fields() -> list[tuple[str, str]]:
    """The fields whose values are typed, as they are written, and what they ask."""
    return [
        (f"{field.name}:", str(field.label))
        for field in conditions.vocabulary().fields
        if field.kind not in _CHOSEN
    ]


def _parts(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, conditions.AllOf) else (condition,)


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value
