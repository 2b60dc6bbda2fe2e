"""A customer's locker: found by her address, opened by the link that goes there."""

from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.evidence.events import LockerOpened
from muhatap.evidence.models import EvidenceItem, Locker
from muhatap.evidence.operations.ending import destroy_item
from muhatap.kernel.actors import Actor


def open_locker(*, brand: Brand, email: str, language: str, by: Actor, at: datetime) -> Locker:
    """The locker of an address at a brand, made when it is asked for first."""
    with unit_of_work():
        locker, is_new = Locker.objects.get_or_create(
            brand=brand, email=email, defaults={"language": language, "opened_at": at}
        )
        if is_new:
            record(LockerOpened(brand=brand.id, locker=locker.id), by=by, at=at)
    return locker


def remove_from_locker(*, locker: Locker, item_id: int, by: Actor, at: datetime) -> bool:
    """Destroy what a customer takes out of her locker; False for what is not (or no longer) in it."""
    held = EvidenceItem.objects.filter(
        id=item_id, locker=locker, case__isnull=True, destroyed_at__isnull=True
    ).first()
    return held is not None and destroy_item(item=held, by=by, at=at)
