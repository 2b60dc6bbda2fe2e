from django.db import migrations

from muhatap.kernel.migrating import per_database

_SHRINKS = "new.event_id <> old.event_id OR length(new.fields) >= length(old.fields)"
_GROWS = "new.id <> old.id OR new.kind <> old.kind OR new.length < old.length"


def _sqlite(name, table, when, words, condition=""):
    return (
        f"CREATE TRIGGER {name} BEFORE {when} ON {table} "
        + (f"WHEN {condition} " if condition else "")
        + f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )


def _postgresql(name, table, when, words, condition=""):
    each = "STATEMENT" if when == "TRUNCATE" else "ROW"
    return (
        f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH {each} "
        + (f"WHEN ({condition}) " if condition else "")
        + f"EXECUTE FUNCTION audit_refuse('{words}')"
    )


_RULES = [
    ("audit_erasable_shrinks", "audit_erasablecontent", "UPDATE", "content can only be erased", _SHRINKS),
    ("audit_stream_grows", "audit_stream", "UPDATE", "streams only grow", _GROWS),
    ("audit_stream_stays", "audit_stream", "DELETE", "streams are never deleted", ""),
    ("audit_headlog_kept", "audit_headlog", "UPDATE", "head logs are never changed", ""),
    ("audit_headlog_stays", "audit_headlog", "DELETE", "head logs are never deleted", ""),
]
_TABLES = ("audit_event", "audit_stream", "audit_headlog", "audit_erasablecontent")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        per_database(
            sqlite=[
                "CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event BEGIN "
                "SELECT RAISE(ABORT, 'events are never changed'); END",
                "CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event BEGIN "
                "SELECT RAISE(ABORT, 'events are never deleted'); END",
                *(
                    _sqlite(name, table, when, words, rule.replace("new.", "NEW.").replace("old.", "OLD."))
                    for name, table, when, words, rule in _RULES
                ),
            ],
            postgresql=[
                "CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'events are never changed or deleted'; END $$",
                "CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event "
                "FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()",
                "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$",
                *(_postgresql(*rule) for rule in _RULES),
                *(
                    _postgresql(f"{table}_not_emptied", table, "TRUNCATE", "the record is never emptied")
                    for table in _TABLES
                ),
            ],
        ),
    ]
