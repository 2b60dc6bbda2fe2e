from django.db import migrations

from muhatap.kernel.migrating import per_database


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        per_database(
            sqlite=[
                "CREATE VIRTUAL TABLE cases_fulltext USING fts5("
                "body, content='cases_searchtext', content_rowid='message_id', detail=none, "
                "tokenize=\"unicode61 tokenchars '@._-'\")",
                "CREATE TRIGGER cases_fulltext_add AFTER INSERT ON cases_searchtext BEGIN "
                "INSERT INTO cases_fulltext(rowid, body) VALUES (new.message_id, new.body); END",
                "CREATE TRIGGER cases_fulltext_drop AFTER DELETE ON cases_searchtext BEGIN "
                "INSERT INTO cases_fulltext(cases_fulltext, rowid, body) "
                "VALUES ('delete', old.message_id, old.body); END",
                "CREATE TRIGGER cases_fulltext_change AFTER UPDATE ON cases_searchtext BEGIN "
                "INSERT INTO cases_fulltext(cases_fulltext, rowid, body) "
                "VALUES ('delete', old.message_id, old.body); "
                "INSERT INTO cases_fulltext(rowid, body) VALUES (new.message_id, new.body); END",
            ],
            postgresql=[
                "ALTER TABLE cases_searchtext ADD COLUMN words tsvector "
                "GENERATED ALWAYS AS (array_to_tsvector(string_to_array(body, ' '))) STORED",
                "CREATE INDEX cases_fulltext ON cases_searchtext USING gin (words)",
            ],
        ),
    ]
