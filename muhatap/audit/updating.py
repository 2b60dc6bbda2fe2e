"""Updating one row with as little work as it needs: one statement for each model and set of fields."""

from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db import connection, models

from muhatap.audit.inserting import Converter, Statement, layout_of, run


@dataclass(frozen=True, slots=True)
class _Change:
    statement: str
    values_of: Any
    converters: tuple[tuple[int, Converter], ...]


def update_row(row: models.Model, *names: str) -> None:
    """Write these fields of a row that exists; nothing else of it is touched or checked."""
    run([update_of(row, *names)])


def update_of(row: models.Model, *names: str) -> Statement:
    """What writes these fields of a row that exists."""
    change = _change(type(row), names, connection.vendor)
    values = list(change.values_of(row))
    for at, convert in change.converters:
        if values[at] is not None:
            values[at] = convert(values[at])
    return change.statement, values


@lru_cache(maxsize=128)
def _change(model: type[models.Model], names: tuple[str, ...], vendor: str) -> _Change:
    layout = layout_of(model, vendor)
    all_fields = model._meta.concrete_fields
    fields = [model._meta.get_field(name) for name in names]
    known = dict(layout.converters)
    converters = ((at, known.get(all_fields.index(each))) for at, each in enumerate(fields))
    columns = ", ".join(f'"{each.column}" = %s' for each in fields)
    return _Change(
        statement=f'UPDATE {layout.table} SET {columns} WHERE "{model._meta.pk.column}" = %s',  # noqa: S608
        values_of=attrgetter(*(each.attname for each in fields), model._meta.pk.attname),
        converters=tuple((at, convert) for at, convert in converters if convert is not None),
    )
