from django.db import migrations, models

from muhatap.kernel.migrating import per_database


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="headlog",
            name="root",
            field=models.CharField(default="", max_length=64),
        ),
        # SQLite adds a column by making the table anew, which takes its triggers away.
        per_database(
            sqlite=[
                "CREATE TRIGGER IF NOT EXISTS audit_headlog_kept BEFORE UPDATE ON audit_headlog "
                "BEGIN SELECT RAISE(ABORT, 'head logs are never changed'); END",
                "CREATE TRIGGER IF NOT EXISTS audit_headlog_stays BEFORE DELETE ON audit_headlog "
                "BEGIN SELECT RAISE(ABORT, 'head logs are never deleted'); END",
            ],
            postgresql=[],
        ),
    ]
