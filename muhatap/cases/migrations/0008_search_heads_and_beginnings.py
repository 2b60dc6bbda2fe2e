from django.db import migrations, models
from django.utils import timezone

from muhatap.kernel.migrating import per_database


def _index(table, key, fulltext):
    return [
        f"CREATE VIRTUAL TABLE {fulltext} USING fts5("
        f"body, content='{table}', content_rowid='{key}', detail=none, prefix='3', tokenize='ascii')",
        f"CREATE TRIGGER {fulltext}_add AFTER INSERT ON {table} BEGIN "
        f"INSERT INTO {fulltext}(rowid, body) VALUES (new.{key}, new.body); END",
        f"CREATE TRIGGER {fulltext}_drop AFTER DELETE ON {table} BEGIN "
        f"INSERT INTO {fulltext}({fulltext}, rowid, body) VALUES ('delete', old.{key}, old.body); END",
        f"CREATE TRIGGER {fulltext}_change AFTER UPDATE ON {table} BEGIN "
        f"INSERT INTO {fulltext}({fulltext}, rowid, body) VALUES ('delete', old.{key}, old.body); "
        f"INSERT INTO {fulltext}(rowid, body) VALUES (new.{key}, new.body); END",
        f"INSERT INTO {fulltext}({fulltext}) VALUES ('rebuild')",
    ]


def ask_for_a_rebuild(apps, editor):
    if apps.get_model("cases", "Message").objects.exists():
        apps.get_model("cases", "IndexWork").objects.create(name="rebuild", asked_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_writing_together")]

    operations = [
        # The table is made anew with its new column, which takes its triggers along.
        per_database(
            sqlite=[
                "DROP TRIGGER cases_fulltext_add",
                "DROP TRIGGER cases_fulltext_drop",
                "DROP TRIGGER cases_fulltext_change",
                "DROP TABLE cases_fulltext",
            ],
            postgresql=[],
        ),
        migrations.AddField("searchtext", "is_inside", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="HeadText",
            fields=[
                ("case_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("brand_id", models.BigIntegerField()),
                ("body", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="IndexWork",
            fields=[
                ("name", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("asked_at", models.DateTimeField()),
                ("last_id", models.BigIntegerField(default=0)),
                ("done", models.BigIntegerField(default=0)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        per_database(
            sqlite=[
                *_index("cases_searchtext", "message_id", "cases_fulltext"),
                *_index("cases_headtext", "case_id", "cases_headwords"),
            ],
            postgresql=[
                "ALTER TABLE cases_headtext ADD COLUMN words tsvector "
                "GENERATED ALWAYS AS (array_to_tsvector(string_to_array(body, ' '))) STORED",
                "CREATE INDEX cases_headwords ON cases_headtext USING gin (words)",
            ],
        ),
        migrations.RunPython(ask_for_a_rebuild, migrations.RunPython.noop),
    ]
