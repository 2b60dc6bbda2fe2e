"""Inserting rows with as little work as they need: one prepared statement for each table.

The ORM's bulk insert compiles its statement anew for every call; here it is compiled once for each model.
Statements may be made before their transaction begins, so that its locks are held only while they run.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db import connection, models

# A statement stays far below the number of values that either database takes.
_ROWS_AT_ONCE = 40

Converter = Callable[[Any], Any]
Statement = tuple[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Layout:
    """How rows of a model are written to one of the databases."""

    table: str
    columns: str
    values_of: Callable[[models.Model], tuple[Any, ...]]
    converters: tuple[tuple[int, Converter], ...]
    width: int


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model in one statement; their ids are made already."""
    run(inserts_of(rows))
    mark_inserted(rows)


def insert_values(model: type[models.Model], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows given as the values of all fields in the model's order."""
    run(inserts_of_values(model, rows))


def inserts_of(rows: Sequence[models.Model]) -> list[Statement]:
    """What inserts new rows of one model."""
    layout = layout_of(type(rows[0]), connection.vendor)
    return _inserts(layout, [layout.values_of(row) for row in rows])


def inserts_of_values(model: type[models.Model], rows: Sequence[tuple[Any, ...]]) -> list[Statement]:
    """What inserts rows given as the values of all fields in the model's order."""
    return _inserts(layout_of(model, connection.vendor), rows)


def mark_inserted(rows: Iterable[models.Model]) -> None:
    """From now on these rows stand in the database, and saving one changes it."""
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias


def run(statements: Sequence[Statement]) -> None:
    """Run statements whose answers nobody needs, on PostgreSQL without waiting for each."""
    with connection.cursor() as cursor, _together(len(statements)):
        for sql, values in statements:
            cursor.execute(sql, values)


def _together(count: int) -> AbstractContextManager[Any]:
    if count < 2 or connection.vendor != "postgresql":
        return nullcontext()
    together = ExitStack()
    together.enter_context(connection.wrap_database_errors)
    together.enter_context(connection.connection.pipeline())
    return together


@lru_cache(maxsize=128)
def layout_of(model: type[models.Model], vendor: str) -> Layout:
    """The statement and the conversions of a model, found once."""
    fields = model._meta.concrete_fields
    converters = ((at, _converter(each, vendor)) for at, each in enumerate(fields))
    values = attrgetter(*(each.attname for each in fields))
    return Layout(
        table=f'"{model._meta.db_table}"',
        columns=", ".join(f'"{each.column}"' for each in fields),
        values_of=values if len(fields) > 1 else lambda row: (values(row),),
        converters=tuple((at, convert) for at, convert in converters if convert is not None),
        width=len(fields),
    )


def _inserts(layout: Layout, rows: Sequence[tuple[Any, ...]]) -> list[Statement]:
    parts = (rows[start : start + _ROWS_AT_ONCE] for start in range(0, len(rows), _ROWS_AT_ONCE))
    return [(_statement(layout, len(part)), _converted(layout, part)) for part in parts]


def _converted(layout: Layout, rows: Sequence[tuple[Any, ...]]) -> list[Any]:
    values: list[Any] = []
    for row in rows:
        start = len(values)
        values += row
        for at, convert in layout.converters:
            if values[start + at] is not None:
                values[start + at] = convert(values[start + at])
    return values


@lru_cache(maxsize=1024)
def _filled(table: str, columns: str, width: int, count: int) -> str:
    row = "(" + ", ".join(["%s"] * width) + ")"
    return f"INSERT INTO {table} ({columns}) VALUES {', '.join([row] * count)}"  # noqa: S608


def _statement(layout: Layout, count: int) -> str:
    return _filled(layout.table, layout.columns, layout.width, count)


def _converter(field: models.Field, vendor: str) -> Converter | None:
    """What a value needs before the driver takes it, None where the driver takes it as it is."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    kind = target.get_internal_type()
    # Clean fields and others of our own prepare their values themselves.
    if type(target).get_prep_value is not getattr(models, kind).get_prep_value:
        return target.get_prep_value
    match kind:
        case "DateTimeField":
            return _naive_text if vendor == "sqlite" else None
        case "JSONField":
            return json.dumps
        case "DurationField" if vendor == "postgresql":
            return None
        case "CharField" | "TextField" | "SlugField" | "EmailField":
            return _plain_text
        case "BooleanField" | "BinaryField" | "FloatField":
            return None
        case _ if "Integer" in kind:
            return None
        case _:
            return lambda value: target.get_db_prep_save(value, connection)


def _naive_text(at: datetime) -> str:
    return str(at if at.tzinfo is UTC else at.astimezone(UTC))[:-6]


def _plain_text(value: Any) -> str:
    # A member of an enumeration is a string to us, but not to every driver.
    return value if type(value) is str else str(value)
