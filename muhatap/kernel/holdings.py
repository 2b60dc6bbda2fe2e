"""What a table holds of a person: by which column she is found in it, what she gets of it, what erasing does.

Each domain lists its tables on its page `personal_data`; privacy copies and erases by these lists alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from muhatap.kernel.purposes import Sort


class Known(StrEnum):
    """By what a person, or a case of hers, is known in a table.

    `subject` are ids as text, by which proposals name what they are about; `email` and `app_user` are hers.
    """

    CASE = "case"
    MESSAGE = "message"
    SUBJECT = "subject"
    CUSTOMER = "customer"
    EMAIL = "email"
    PHONE = "phone"
    APP_USER = "app_user"


OF_CASES = frozenset({Known.CASE, Known.MESSAGE, Known.SUBJECT})


class _OwnId:
    """Stands in the place of a value that has to differ from row to row: `erased-` and the row's id."""


OWN_ID = _OwnId()


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One table that holds something of people; `by` are lookups and what they are compared with.

    `sort` is what its columns tell of them, `sorts` those that tell something else. `copied` are the
    columns that she gets. Erasing deletes the rows (`goes`), puts `blank` into columns, drops the words
    inside JSON columns (`unworded`), or leaves more to an operation of the domain (`through`); `stays`
    says why it does nothing.
    """

    table: str
    by: Mapping[str, Known]
    sort: Sort
    sorts: Mapping[str, Sort] = field(default_factory=dict)
    copied: tuple[str, ...] = ()
    goes: bool = False
    blank: Mapping[str, Any] = field(default_factory=dict)
    unworded: tuple[str, ...] = ()
    through: str = ""
    stays: str = ""

    def sort_of(self, column: str) -> Sort:
        """What a column tells of a person."""
        return self.sorts.get(column, self.sort)

    @property
    def of_cases(self) -> dict[str, Known]:
        """The lookups by which it belongs to a case."""
        return {lookup: known for lookup, known in self.by.items() if known in OF_CASES}

    @property
    def of_people(self) -> dict[str, Known]:
        """The lookups by which it belongs to the person whatever the case."""
        return {lookup: known for lookup, known in self.by.items() if known not in OF_CASES}


def without_words(value: Any) -> Any:
    """A JSON value with its shape, numbers and codes, and none of its free text (anything with a space)."""
    if isinstance(value, str):
        return value if value and not any(each.isspace() for each in value) and len(value) <= _CODE else ""
    if isinstance(value, Mapping):
        return {key: without_words(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_words(item) for item in value]
    return value


_CODE = 40
