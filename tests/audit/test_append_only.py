"""The database itself refuses to change what was recorded."""

import pytest
from django.db import DatabaseError, connection, transaction

from muhatap.audit import operations as audit
from muhatap.audit.models import ErasableContent
from muhatap.kernel.actors import Actor
from tests.audit.tampering import execute
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db

REFUSED = [
    "UPDATE audit_event SET actor_label = 'x'",
    "DELETE FROM audit_event",
    "DELETE FROM audit_stream",
    "UPDATE audit_stream SET length = length - 1",
    "UPDATE audit_stream SET kind = 'brand'",
    "UPDATE audit_headlog SET streams = 9",
    "DELETE FROM audit_headlog",
    "UPDATE audit_erasablecontent SET fields = replace(fields, 'a', 'b')",
    "UPDATE audit_erasablecontent SET fields = fields || ' '",
    "UPDATE audit_erasablecontent SET event_id = event_id + 1",
]
EMPTIED = ["audit_event", "audit_stream", "audit_headlog", "audit_erasablecontent"]


@pytest.fixture
def recorded(world, settings, tmp_path):
    """A case and a head log."""
    settings.MUHATAP_DATA = tmp_path
    case = make_case(world)
    audit.sign_heads(by=Actor.system("test"), at=NOON)
    return case


@pytest.mark.parametrize("statement", REFUSED)
def test_changes_are_refused(recorded, statement):
    with pytest.raises(DatabaseError), transaction.atomic():
        execute(statement)


@pytest.mark.parametrize("table", EMPTIED)
def test_tables_of_the_record_cannot_be_emptied(recorded, table):
    statement = f"TRUNCATE {table}" if connection.vendor == "postgresql" else f"DELETE FROM {table}"
    if statement == "DELETE FROM audit_erasablecontent":
        # Content may go: without an erasure on record, the verification says so.
        assert execute(statement)
        return
    with pytest.raises(DatabaseError), transaction.atomic():
        execute(statement)


def test_content_can_be_removed(recorded):
    row = ErasableContent.objects.first()
    row.fields = "{}"
    row.save()
    row.delete()
