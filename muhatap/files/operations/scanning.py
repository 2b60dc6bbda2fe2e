"""Having files looked at by the virus scanner; what was not looked at waits until one is there."""

from datetime import datetime

from django.conf import settings

from muhatap.audit.recording import record, unit_of_work
from muhatap.files.clamd import CannotScan, ScannerAddress, ScannerAway, finding_in
from muhatap.files.disk import read_file
from muhatap.files.events import FileQuarantined
from muhatap.files.models import ScanState, StoredFile
from muhatap.kernel.actors import Actor
from muhatap.kernel.sealing import Tampered


def scan_files(*, limit: int, by: Actor, at: datetime) -> int:
    """Have waiting files scanned, the newest first; returns how many, 0 while no scanner answers."""
    if not settings.MUHATAP_CLAMD:
        return 0
    address = ScannerAddress.parse(settings.MUHATAP_CLAMD)
    waiting = StoredFile.objects.filter(scan_state=ScanState.UNSCANNED, destroyed_at__isnull=True)
    done = 0
    for stored in list(waiting.order_by("-id")[:limit]):
        try:
            state, finding = _judged(stored, address)
        except ScannerAway:
            break
        _keep(stored, state, finding, by=by, at=at)
        done += 1
    return done


def _judged(stored: StoredFile, address: ScannerAddress) -> tuple[ScanState, str]:
    try:
        finding = finding_in(read_file(stored=stored), address)
    except CannotScan as trouble:
        return ScanState.UNSCANNABLE, str(trouble)
    except (LookupError, Tampered, OSError) as trouble:
        return ScanState.UNSCANNABLE, type(trouble).__name__
    return (ScanState.INFECTED, finding) if finding else (ScanState.CLEAN, "")


def _keep(stored: StoredFile, state: ScanState, finding: str, *, by: Actor, at: datetime) -> None:
    with unit_of_work():
        waiting = StoredFile.objects.filter(id=stored.id, scan_state=ScanState.UNSCANNED)
        if not waiting.update(scan_state=state, scan_finding=finding, scanned_at=at):
            return
        if state is ScanState.INFECTED:
            record(
                FileQuarantined(brand=stored.brand_id, file=stored.id, sha256=stored.sha256, finding=finding),
                by=by,
                at=at,
            )
