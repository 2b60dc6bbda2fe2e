"""Taking the history of another system into the measures of a brand."""

from collections.abc import Sequence
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.reports.events import HistoryImported
from muhatap.reports.keeping import mark_dirty, row_of
from muhatap.reports.models import Observed
from muhatap.reports.observations import Observation


def import_history(*, brand: Brand, source: str, seen: Sequence[Observation], by: Actor, at: datetime) -> int:
    """Keep observations under the name of their source, instead of those that it had before."""
    with unit_of_work():
        before = Observed.objects.filter(brand=brand, source=source)
        days = {(brand.id, on) for on in before.values_list("on", flat=True).distinct()}
        before.delete()
        rows = [row_of(each, brand.id, 0, source=source) for each in seen]
        Observed.objects.bulk_create(rows, batch_size=1000)
        mark_dirty(days | {(brand.id, row.on) for row in rows})
        record(HistoryImported(brand=brand.id, source=source, rows=len(rows)), by=by, at=at)
    return len(rows)
