from django.db import migrations

from muhatap.kernel.migrating import per_database

_TABLES = ("reports_snapshot", "reports_publishedreport")
_WHEN = ("UPDATE", "DELETE")
_WORDS = "what the public was told is never changed"


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_snapshots_for_the_public"), ("audit", "0002_append_only")]

    operations = [
        per_database(
            sqlite=[
                f"CREATE TRIGGER {table}_no_{when.lower()} BEFORE {when} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
                for table in _TABLES
                for when in _WHEN
            ],
            postgresql=[
                f"CREATE TRIGGER {table}_no_{when.lower()} BEFORE {when} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION audit_refuse('{_WORDS}')"
                for table in _TABLES
                for when in _WHEN
            ],
        ),
    ]
