"""The condition of a rule: read once, asked of cases as they stand, or of one as it stood."""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from muhatap.automation.grounds import ground_of
from muhatap.brands.models import Brand
from muhatap.cases import conditions
from muhatap.cases.conditions import BadCondition, Condition, Viewpoint
from muhatap.cases.models import Case

_HERS = frozenset({("owner", "me"), ("is", "mine")})


def checked(text: str, brand: Brand) -> str:
    """The condition in its one spelling; `BadCondition` names the place of what cannot be read or be asked.

    Nobody is `me` where a rule reads, and a topic or queue that its brand has not is no value for it.
    """
    condition, ground = conditions.parse(text), ground_of(brand.id)
    known = {"topic": [*ground.topics], "chosen": [*ground.topics], "queue": [*ground.queues]}
    for test in conditions.tests_of(condition):
        for value in test.values:
            if (test.field, value) in _HERS:
                raise BadCondition("bad_choice", field=test.field, given=value)
            if test.field in known and not _is_known(value, known[test.field]):
                among = sorted(known[test.field])
                raise BadCondition("unknown_value", field=test.field, given=value, among=among)
    return condition.to_text()


def _is_known(value: str, known: list[str]) -> bool:
    wanted = value.lower().rstrip("*")
    if value.endswith("*"):
        return any(each.lower().startswith(wanted) for each in known)
    return wanted == "none" or any(each.lower() == wanted for each in known)


def holding(condition: str, rows: QuerySet[Case], brand: Brand, at: datetime) -> QuerySet[Case]:
    """Those of these cases of a brand for which the condition holds now."""
    if not condition:
        return rows
    seen = Viewpoint(at, None, ZoneInfo(brand.zone), (brand.id,))
    return rows.filter(conditions.q_from(_read(condition), seen))


def held_of(condition: str, case: Case, at: datetime) -> bool:
    """Whether it holds of a case that was put back to how it stood; words and files are those of today."""
    if not condition:
        return True
    read = _read(condition)
    return conditions.matches(read, conditions.facts_of(case, [read]), at)


@lru_cache(maxsize=512)
def _read(text: str) -> Condition:
    return conditions.parse(text)
