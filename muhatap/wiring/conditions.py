"""Everything that a condition can ask about: the fields of each package, and what packages add to `is:`."""

from dataclasses import replace

from muhatap.cases.conditions.fields import Field
from muhatap.cases.conditions.own import FIELDS as OF_CASES
from muhatap.promises import conditions as promises

_ADDED_TO = {"is": promises.IS}

FIELDS: tuple[Field, ...] = tuple(
    replace(field, choices=(*field.choices, *_ADDED_TO.get(field.name, ())))
    for field in (*OF_CASES, *promises.FIELDS)
)
