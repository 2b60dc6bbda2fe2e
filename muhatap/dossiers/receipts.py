"""What a receipt finds: how the case's chain begins, and its place under a published root."""

from dataclasses import dataclass
from datetime import datetime

from muhatap.audit.models import Event, HeadLog
from muhatap.audit.receipts import is_receipt_of, receipt_code
from muhatap.cases.models import Case
from muhatap.dossiers import queries
from muhatap.dossiers.queries import Listed

_SHOWN = 31


@dataclass(frozen=True, slots=True)
class Receipt:
    """A case that a code found: when its first event was, how many there are, where the newest log has it."""

    case: Case
    first_at: datetime
    events: int
    listed: Listed | None

    @property
    def leaf(self) -> str:
        """The case's entry in the log, exactly as it is hashed."""
        return self.listed.entry.line().decode() if self.listed else ""


def code_of(case: Case) -> str:
    """The receipt code of a case."""
    return receipt_code(_first(case).hash)


def found_by(brand_id: int, number: str, typed: str) -> Receipt | None:
    """The case of a brand with this number whose receipt code was typed; None when either is wrong."""
    case = Case.objects.filter(brand_id=brand_id, number=number).first()
    if case is None:
        return None
    first = _first(case)
    if not is_receipt_of(typed, first.hash):
        return None
    extent = queries.extent_of(case)
    return Receipt(case, first.at, extent.length, queries.log_covering(case, extent.signed_length))


def published_logs() -> list[HeadLog]:
    """The newest head logs, newest first, as they are published."""
    return list(HeadLog.objects.order_by("-number")[:_SHOWN])


def _first(case: Case) -> Event:
    return Event.objects.get(stream_id=case.id, seq=1)
