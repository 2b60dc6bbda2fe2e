"""The condition of a rule: read once, asked of cases as they stand, or of one as it stood."""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.cases import conditions
from muhatap.cases.conditions import BadCondition, Condition, Viewpoint
from muhatap.cases.models import Case

_HERS = frozenset({("owner", "me"), ("is", "mine")})


def checked(text: str, staff: Staff) -> str:
    """The condition in its one spelling; `BadCondition` names the place of what cannot be read or be asked.

    Nobody is `me` where a rule reads, and a topic or queue that its writer does not see is no value for it.
    """
    condition = conditions.parse(text)
    for test in conditions.tests_of(condition):
        if any((test.field, value) in _HERS for value in test.values):
            raise BadCondition("bad_choice", field=test.field, given=", ".join(test.values))
    conditions.check_values(condition, staff)
    return condition.to_text()


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
