"""Reads whose SQL the ORM writes once in a thread; afterwards only the values in it change.

Building a statement costs the ORM some ten times what a database in the same process needs to run it.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import FETCH_ONE, QuerySet
from django.db.models.query import ModelIterable, get_related_populators

from muhatap.kernel.prepared import prepared_rows

Value = int | str | datetime | tuple[int, ...]

_NUMBER = -7_000_000_000_000
_WORD = "\u2402mark "
_MOMENT = datetime(1007, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A statement, its own parameters, and which value stands where in them."""

    sql: str
    parameters: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]

    def rows(self, connection: Any, values: Sequence[Value]) -> list[tuple[Any, ...]]:
        given = _flat(connection, values)
        parameters = list(self.parameters)
        for place, number in self.places:
            parameters[place] = given[number]
        return prepared_rows(connection, self.sql, parameters)


class KeptStatement:
    """A statement that differs from call to call only in its values; its rows come as the driver gives them.

    `write` gets the values and returns SQL and parameters. It must put every value into the parameters or
    leave it: it is called once in each thread for each shape, with marks in place of the values. A shape is
    the type of each value, and for a tuple of ids also how many there are.
    """

    def __init__(self, write: Callable[..., tuple[str, Sequence[Any]]]) -> None:
        self._write = write
        self._kept = threading.local()

    def __call__(self, *values: Value) -> list[tuple[Any, ...]]:
        """The rows for these values."""
        connection = connections[DEFAULT_DB_ALIAS]
        known, shape = self._kept.__dict__, _shape(connection, values)
        if shape not in known:
            marks = _marks(values)
            known[shape] = _placed(connection, marks, *self._write(*marks))
        return known[shape].rows(connection, values)


class KeptRead:
    """A read of rows by the ORM that differs from call to call only in its values.

    `build` returns a query set of objects (`select_related` and `only` work, `prefetch_related` does not) or
    of `values_list`; what `KeptStatement` asks of `write` holds for it. A slice may not depend on a value.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self._build = build
        self._kept = threading.local()

    def __call__(self, *values: Value) -> list[Any]:
        """The rows for these values."""
        connection = connections[DEFAULT_DB_ALIAS]
        known, shape = self._kept.__dict__, _shape(connection, values)
        if shape not in known:
            known[shape] = self._read(connection, values)
        read = known[shape]
        if read is None:
            return []
        statement, converters, made = read
        rows = statement.rows(connection, values)
        return [made(_converted(row, converters, connection)) for row in rows]

    def first(self, *values: Value) -> Any:
        """The first row for these values, None where there is none."""
        return next(iter(self(*values)), None)

    def _read(self, connection: Any, values: Sequence[Value]) -> tuple[_Placed, Any, Any] | None:
        marks = _marks(values)
        rows = self._build(*marks)
        compiler = rows.query.get_compiler(connection=connection)
        try:
            statement = _placed(connection, marks, *compiler.as_sql())
        except EmptyResultSet:
            return None
        found = compiler.get_converters(each[0] for each in compiler.select)
        converters = tuple((place, tuple(steps), column) for place, (steps, column) in found.items())
        return statement, converters, _reader(rows, compiler)


def _placed(connection: Any, marks: Sequence[Value], sql: str, parameters: Sequence[Any]) -> _Placed:
    sought = {mark: number for number, mark in enumerate(_flat(connection, marks))}
    places = tuple(
        (place, sought[value])
        for place, value in enumerate(parameters)
        if isinstance(value, int | str | datetime) and value in sought
    )
    return _Placed(sql, tuple(parameters), places)


def _shape(connection: Any, values: Sequence[Value]) -> tuple[Any, ...]:
    return connection.vendor, *(len(each) if type(each) is tuple else type(each) for each in values)


def _marks(values: Sequence[Value]) -> list[Value]:
    marks: list[Value] = []
    for place, value in enumerate(values):
        first = _NUMBER - 1000 * place
        match value:
            case tuple():
                marks.append(tuple(first - number for number in range(len(value))))
            case datetime():
                marks.append(_MOMENT + timedelta(days=place))
            case str():
                marks.append(f"{_WORD}{place}")
            case _:
                marks.append(first)
    return marks


def _flat(connection: Any, values: Sequence[Value]) -> list[Any]:
    """All values one after another, as the database's driver takes them."""
    flat: list[Any] = []
    for value in values:
        match value:
            case tuple():
                flat += value
            case datetime():
                flat.append(connection.ops.adapt_datetimefield_value(value))
            case _:
                flat.append(value)
    return flat


def _converted(row: Sequence[Any], converters: Sequence[Any], connection: Any) -> list[Any]:
    values = list(row)
    for place, steps, column in converters:
        value = values[place]
        for step in steps:
            value = step(value, column, connection)
        values[place] = value
    return values


def _reader(rows: QuerySet, compiler: Any) -> Callable[[list[Any]], Any]:
    """How a row becomes what the query set would have given: an object with its related ones, or a tuple."""
    if not issubclass(rows._iterable_class, ModelIterable):
        return tuple
    info = compiler.klass_info
    select, places = compiler.select, info["select_fields"]
    start, end = places[0], places[-1] + 1
    names = [each[0].target.attname for each in select[start:end]]
    related = get_related_populators(info, select, DEFAULT_DB_ALIAS, FETCH_ONE)
    extra = tuple(compiler.annotation_col_map.items())
    return partial(_object, info["model"], names, slice(start, end), related, extra)


def _object(
    model: Any, names: list[str], part: slice, related: Sequence[Any], extra: Sequence[Any], row: list[Any]
) -> Any:
    found = model.from_db(DEFAULT_DB_ALIAS, names, row[part], fetch_mode=FETCH_ONE)
    for populator in related:
        populator.populate(row, found)
    for name, place in extra:
        setattr(found, name, row[place])
    return found
