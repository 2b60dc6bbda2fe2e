"""A transactional test leaves nothing behind, even where rows refuse to go."""

import pytest
from django.db import connection

from tests.house import databases

SQLITE_SETUP = """
CREATE TABLE kept (id INTEGER PRIMARY KEY, word TEXT);
CREATE TRIGGER kept_stays BEFORE DELETE ON kept BEGIN SELECT RAISE(ABORT, 'kept'); END;
CREATE VIRTUAL TABLE kept_index USING fts5(word, content='', detail=none);
INSERT INTO kept (word) VALUES ('şikayet');
INSERT INTO kept_index (rowid, word) VALUES (1, 'sikayet');
"""
POSTGRESQL_SETUP = """
CREATE TABLE kept (id bigserial PRIMARY KEY, word text);
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'kept'; END $$;
CREATE TRIGGER kept_stays BEFORE DELETE ON kept FOR EACH ROW EXECUTE FUNCTION refuse();
INSERT INTO kept (word) VALUES ('şikayet');
"""


@pytest.mark.django_db(transaction=True)
def test_tables_with_triggers_are_emptied(database_vendor):
    is_sqlite = database_vendor == "sqlite"
    for statement in SQLITE_SETUP.strip().splitlines() if is_sqlite else [POSTGRESQL_SETUP]:
        execute(statement)
    try:
        empty = databases._empty_sqlite if is_sqlite else databases._empty_postgresql
        empty(connection.ops, [])
        assert execute("SELECT count(*) FROM kept") == [(0,)]
        if is_sqlite:
            assert execute("SELECT rowid FROM kept_index WHERE kept_index MATCH 'sikayet'") == []
            assert execute("SELECT name FROM sqlite_master WHERE name = 'kept_stays'") == [("kept_stays",)]
    finally:
        execute("DROP TABLE kept")
        execute("DROP TABLE kept_index" if is_sqlite else "DROP FUNCTION refuse CASCADE")


def execute(statement: str):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else None
