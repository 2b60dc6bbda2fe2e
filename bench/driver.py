"""The limit: the same rows written and read by the bare driver, with the same durability."""

import json
import sqlite3
import time
from collections.abc import Callable
from typing import Any

import psycopg

# Table, and the column by which the rows of one created case are found.
TABLES = (
    ("customers_customer", "id"),
    ("customers_identity", "customer_id"),
    ("cases_case", "id"),
    ("promises_clock", "case_id"),
    ("cases_message", "case_id"),
    ("cases_searchtext", "case_id"),
    ("cases_headtext", "case_id"),
    ("channels_delivery", "case_id"),
    ("channels_vaultitem", "case_id"),
    ("audit_stream", "id"),
    ("audit_event", "stream_id"),
    ("audit_erasablecontent", "event_id"),
    ("audit_publication", "event_id"),
)
# Columns whose texts are unique.
_UNIQUE = {"number", "value", "external_id"}
_GENERATED = {"words"}

Pattern = list[tuple[str, list[str], list[list[Any]]]]


class Driver:
    """One connection of the bare driver to the desk's database."""

    def __init__(self, desk_database: str) -> None:
        self.is_sqlite = not desk_database.startswith("postgres")
        if self.is_sqlite:
            self.raw: Any = sqlite3.connect(desk_database, isolation_level=None, timeout=30)
            for pragma in (
                "journal_mode=WAL",
                "synchronous=FULL",
                "cache_size=-8000",
                "mmap_size=0",
            ):
                self.raw.execute(f"PRAGMA {pragma}")
        else:
            self.raw = psycopg.connect(desk_database, autocommit=True)

    def rows(self, sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.raw.execute(self.dialect(sql), values).fetchall()

    def dialect(self, sql: str) -> str:
        """The statement with this driver's placeholders."""
        return sql.replace("%s", "?") if self.is_sqlite else sql

    def close(self) -> None:
        """End the connection."""
        self.raw.close()


def pattern_of(driver: Driver, case_id: int) -> Pattern:
    """The rows that opening this case wrote: table, columns, values."""
    customer = driver.rows("SELECT customer_id FROM cases_case WHERE id = %s", [case_id])[0][0]
    events = [row[0] for row in driver.rows("SELECT id FROM audit_event WHERE stream_id = %s", [case_id])]
    pattern = []
    for table, column in TABLES:
        wanted = {"customers_customer": [customer], "customers_identity": [customer]}.get(table, [case_id])
        wanted = events if column == "event_id" else wanted
        marks = ", ".join(["%s"] * len(wanted))
        cursor = driver.raw.execute(
            driver.dialect(f"SELECT * FROM {table} WHERE {column} IN ({marks})"), wanted
        )
        names = [entry[0] for entry in cursor.description]
        kept = [place for place, name in enumerate(names) if name not in _GENERATED]
        rows = [[_writable(row[place]) for place in kept] for row in cursor.fetchall()]
        if table == "audit_publication":
            rows = [[row[0], None] for row in rows]
        pattern.append((table, [names[place] for place in kept], rows))
    return pattern


def statements(driver: Driver, pattern: Pattern) -> list[str]:
    """One INSERT for each table."""
    return [
        driver.dialect(
            f"INSERT INTO {table} ({', '.join(_quoted(columns))}) VALUES "
            + ", ".join(["(" + ", ".join(["%s"] * len(columns)) + ")"] * len(rows))
        )
        for table, columns, rows in pattern
        if rows
    ]


def copies(pattern: Pattern, count: int, run: int) -> list[list[list[Any]]]:
    """The values of `count` further cases: other ids and unique texts, the same sizes."""
    ids = {row[0] for _, _, rows in pattern for row in rows if isinstance(row[0], int)}
    made = []
    for index in range(count):
        shift = (run * 10_000 + index + 1) << 12
        mark = f"{run:x}{index:x}z"
        made.append(
            [
                [
                    _moved(value, name, ids, shift, mark)
                    for row in rows
                    for name, value in zip(columns, row, strict=True)
                ]
                for _, columns, rows in pattern
                if rows
            ]
        )
    return made


def write_all(driver: Driver, prepared: list[str], batches: list[list[list[Any]]]) -> list[float]:
    """Write each case in a transaction of its own; the seconds that each took."""
    times = []
    begin = "BEGIN IMMEDIATE" if driver.is_sqlite else "BEGIN"
    counter = (
        "INSERT INTO cases_numbercounter (year, used) VALUES (2000, 1) "
        "ON CONFLICT (year) DO UPDATE SET used = cases_numbercounter.used + 1 RETURNING used"
        if driver.is_sqlite
        else "SELECT nextval('bench_number')"
    )
    if not driver.is_sqlite:
        driver.raw.execute("CREATE SEQUENCE IF NOT EXISTS bench_number")
    for batch in batches:
        began = time.perf_counter()
        driver.raw.execute(begin)
        driver.raw.execute(counter).fetchall()
        for statement, values in zip(prepared, batch, strict=True):
            driver.raw.execute(statement, values)
        driver.raw.execute("COMMIT")
        times.append(time.perf_counter() - began)
    return times


def remove_all(driver: Driver, pattern: Pattern, batches: list[Any]) -> None:
    """Take the copies out again, past the triggers that keep events: they are in no chain."""
    off, on = _guards(driver)
    driver.raw.execute("BEGIN IMMEDIATE" if driver.is_sqlite else "BEGIN")
    for statement in off:
        driver.raw.execute(statement)
    filled = [entry for entry in pattern if entry[2]]
    for place in reversed(range(len(filled))):
        table, columns, rows = filled[place]
        for batch in batches:
            for row in range(len(rows)):
                key = batch[place][row * len(columns)]
                driver.raw.execute(driver.dialect(f"DELETE FROM {table} WHERE {columns[0]} = %s"), [key])
    for statement in on:
        driver.raw.execute(statement)
    driver.raw.execute("COMMIT")


def _guards(driver: Driver) -> tuple[list[str], list[str]]:
    audit = [table for table, _ in TABLES if table.startswith("audit_")]
    if not driver.is_sqlite:
        off = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in audit]
        return off, [statement.replace("DISABLE", "ENABLE") for statement in off]
    found = driver.rows("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = %s", ["trigger"])
    kept = [(name, sql) for name, table, sql in found if table in audit]
    return [f"DROP TRIGGER {name}" for name, _ in kept], [sql for _, sql in kept]


def timed(work: Callable[[], object], rounds: int) -> list[float]:
    """How long each of some rounds takes, after one to warm up."""
    work()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return times


def _quoted(columns: list[str]) -> list[str]:
    return [f'"{name}"' for name in columns]


def _writable(value: Any) -> Any:
    if isinstance(value, (dict, list)):
        return json.dumps(value)
    return value


def _moved(value: Any, name: str, ids: set[int], shift: int, mark: str) -> Any:
    if isinstance(value, int) and value in ids:
        return value + shift
    if name in _UNIQUE and isinstance(value, str) and value:
        return mark + value[len(mark) :]
    return value
