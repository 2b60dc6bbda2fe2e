"""The SQL that cuts the largest table into years on PostgreSQL; nothing points at events, so it may be cut.

Ids begin with the time of their making, so a year of streams is a range of ids. A chain stays in the
partition of the year in which its case came.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from muhatap.kernel.ids import id_sequence

_HEAD = """\
-- The desk is stopped while this runs: the table is copied once.
BEGIN;
ALTER TABLE audit_event RENAME TO audit_event_whole;
CREATE TABLE audit_event (LIKE audit_event_whole INCLUDING DEFAULTS) PARTITION BY RANGE (stream_id);"""

_TAIL = """\
INSERT INTO audit_event SELECT * FROM audit_event_whole;
DROP TABLE audit_event_whole;
ALTER TABLE audit_event ADD CONSTRAINT audit_event_pkey PRIMARY KEY (id, stream_id);
ALTER TABLE audit_event ADD CONSTRAINT audit_event_place UNIQUE (stream_id, seq);
CREATE INDEX audit_event_kind ON audit_event (brand_id, kind, at);
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event
  FOR EACH ROW EXECUTE FUNCTION audit_event_refuse();
CREATE TRIGGER audit_event_not_emptied BEFORE TRUNCATE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse('the record is never emptied');
COMMIT;
ANALYZE audit_event;"""


def partition_sql(first: int, last: int) -> str:
    """What makes a partition for each of these years, one for all before and one for all after."""
    return "\n".join([_HEAD, *_parts(first, last), _TAIL]) + "\n"


def _parts(first: int, last: int) -> Iterator[str]:
    begins = {year: _first_id(year) for year in range(first, last + 2)}
    yield _part("before", "MINVALUE", str(begins[first]))
    for year in range(first, last + 1):
        yield _part(str(year), str(begins[year]), str(begins[year + 1]))
    yield _part("after", str(begins[last + 1]), "MAXVALUE")


def _part(name: str, low: str, high: str) -> str:
    return f"CREATE TABLE audit_event_{name} PARTITION OF audit_event FOR VALUES FROM ({low}) TO ({high});"


def _first_id(year: int) -> int:
    begin = datetime(year, 1, 1, tzinfo=UTC)
    return next(id_sequence(at_ms=int(begin.timestamp() * 1000)))
