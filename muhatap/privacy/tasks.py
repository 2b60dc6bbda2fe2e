"""What privacy does by itself."""

from datetime import datetime

from muhatap.brands.queries import all_brands
from muhatap.kernel.actors import Actor
from muhatap.privacy import operations as privacy
from muhatap.privacy.operations import audits, breach_telling, processing

_KEEPER = Actor.system("retention")
_REGISTRAR = Actor.system("registers")


def run_erasures(at: datetime) -> int:
    """Run what a second person just agreed to, and what was interrupted."""
    privacy.go_on_erasing(resting=False, by=_KEEPER, at=at)
    return 0


def end_due(at: datetime) -> int:
    """Go on with erasures, and destroy copies and cases whose time is over."""
    privacy.end_due(by=_KEEPER, at=at)
    return 0


def press_breaches(at: datetime) -> int:
    """Tell of breaches whose time to the authority runs out, and of audits and findings past their day."""
    for brand in all_brands():
        breach_telling.press_breaches(brand=brand, by=_REGISTRAR, at=at)
        audits.tell_overdue_audits(brand=brand, by=_REGISTRAR, at=at)
    return 0


def record_processing(at: datetime) -> int:
    """Keep a version of every record of processing that has changed."""
    for brand in all_brands():
        processing.record_processing(brand=brand, by=_REGISTRAR, at=at)
    return 0
