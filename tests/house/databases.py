"""The database of a test run: which one, which tests need it, how it is emptied."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection, transaction
from django.db.backends.postgresql.base import DatabaseOperations as PostgreSQL
from django.db.backends.sqlite3.base import DatabaseOperations as SQLite

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}
BROWSER_FIXTURES = {"page", "phone_page", "dark_page", "no_js_page", "new_page", "chromium"}


# Before pytest itself, which selects by markers.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what touches a database (the second lane runs it again) and what needs a browser."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        # A test that takes its page by name has the name among its parameters.
        values = getattr(getattr(item, "callspec", None), "params", {}).values()
        chosen = {value for value in values if isinstance(value, str)}
        in_browser = bool((fixtures | chosen) & BROWSER_FIXTURES)
        is_once = bool(item.get_closest_marker("once"))
        if "journeys" in item.path.parts and not is_once:
            item.add_marker(pytest.mark.journey)
        if in_browser:
            item.add_marker(pytest.mark.browser)
        # Pages look the same on both databases: in a browser only the journeys are walked twice.
        touches = fixtures & DATABASE_FIXTURES or item.get_closest_marker("django_db")
        if touches and not in_browser and not is_once:
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session")
def database_vendor() -> str:
    """`sqlite` or `postgresql`."""
    return connection.vendor


@contextmanager
def another_database(purpose: str) -> Iterator[str]:
    """The address of an empty database on this lane's server, gone afterwards; nothing on SQLite."""
    given = connection.settings_dict
    if connection.vendor != "postgresql":
        yield ""
        return
    # The test's own database is named after its worker, and so is this one.
    name = f"{given['NAME']}_{purpose}"
    place = f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}"
    with psycopg.connect(f"{place}/{given['NAME']}", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        yield f"{place}/{name}"
    finally:
        with psycopg.connect(f"{place}/{given['NAME']}", autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(autouse=True, scope="session")
def emptying_passes_the_triggers():
    """Empty every table after a transactional test, also those that refuse deletes or have no model."""
    patch = pytest.MonkeyPatch()
    patch.setattr(SQLite, "execute_sql_flush", _empty_sqlite)
    patch.setattr(PostgreSQL, "execute_sql_flush", _empty_postgresql)
    yield
    patch.undo()


def _empty_sqlite(operations, _statements):
    with operations.connection.constraint_checks_disabled(), operations.connection.cursor() as cursor:
        cursor.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        objects = cursor.fetchall()
        triggers = [(name, sql) for kind, name, sql in objects if kind == "trigger"]
        tables = {name: sql for kind, name, sql in objects if kind == "table"}
        indexes = [name for name, sql in tables.items() if re.search(r"USING\s+fts5", sql, re.IGNORECASE)]
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        for name, sql in tables.items():
            is_part_of_index = any(name.startswith(f"{index}_") for index in indexes)
            if name == "django_migrations" or name.startswith("sqlite_") or is_part_of_index:
                continue
            # An index without its own text knows only this way of being emptied.
            without_text = name in indexes and re.search(r"\bcontent\s*=", sql)
            cursor.execute(
                f'INSERT INTO "{name}"("{name}") VALUES (\'delete-all\')'
                if without_text
                else f'DELETE FROM "{name}"'
            )
        for _, sql in triggers:
            cursor.execute(sql)


def _empty_postgresql(operations, _statements):
    # One transaction, so that a pooler does not give each statement another session.
    with transaction.atomic(using=operations.connection.alias), operations.connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in tables)
        )
        # To truncate hundreds of tables takes a second, to delete from the dozen that were used does not.
        full = [name for (name,) in cursor.fetchall()]
        # The test's own role owns a private cluster: replica mode is how a superuser passes triggers.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name in full:
            cursor.execute(f'DELETE FROM "{name}"')
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        cursor.execute(
            "SELECT setval(format('%I.%I', schemaname, sequencename), start_value, false)"
            " FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
        )
