from django.db import migrations

from muhatap.kernel.migrating import per_database


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        per_database(
            sqlite=[
                "CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event BEGIN "
                "SELECT RAISE(ABORT, 'events are never changed'); END",
                "CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event BEGIN "
                "SELECT RAISE(ABORT, 'events are never deleted'); END",
            ],
            postgresql=[
                "CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'events are never changed or deleted'; END $$",
                "CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event "
                "FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()",
            ],
        ),
    ]
