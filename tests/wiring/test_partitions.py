"""Events may be cut into years on PostgreSQL: the desk goes on, and the database still refuses changes."""

import pytest
from django.db import DatabaseError, connection, transaction

from muhatap.audit.models import Event, Stream
from muhatap.cases.archive import returning
from muhatap.wiring import proving
from muhatap.wiring.keeping.partitions import partition_sql
from tests.cases.archive.test_archive import closed_case, seal
from tests.world import make_case

pytestmark = pytest.mark.django_db


def test_each_year_is_a_range_of_ids():
    told = partition_sql(2026, 2028)
    assert [f"audit_event_{year} " in told for year in (2025, 2026, 2027, 2028, 2029)] == [
        False, True, True, True, False,
    ]  # fmt: skip
    assert "FROM (MINVALUE)" in told
    assert "TO (MAXVALUE)" in told


def test_a_desk_whose_events_are_cut_into_years_goes_on(world, settings, tmp_path):
    if connection.vendor != "postgresql":
        return
    settings.MUHATAP_DATA = tmp_path
    before = closed_case(world)
    with connection.cursor() as cursor:
        cursor.execute(partition_sql(2026, 2027).replace("BEGIN;\n", "").replace("COMMIT;\n", ""))
    after = make_case(world)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_event_before")
        assert cursor.fetchone() == (0,)
    for change in (Event.objects.filter(stream_id=after.id).delete, lambda: Event.objects.update(seq=9)):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.create(stream_id=after.id, seq=1, kind="x", at=after.received_at, content="{}")
    seal(world, before)
    assert returning.put_away(limit=10) == (1, 0)
    assert Event.objects.filter(stream_id=after.id).count() == Stream.objects.get(id=after.id).length
    report = proving.prove_streams(lambda _: None)
    assert report.is_intact, report.findings
