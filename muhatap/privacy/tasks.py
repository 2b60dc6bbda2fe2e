"""What privacy does by itself."""

from datetime import datetime

from muhatap.kernel.actors import Actor
from muhatap.privacy import operations as privacy

_KEEPER = Actor.system("retention")


def run_erasures(at: datetime) -> int:
    """Run what a second person just agreed to, and what was interrupted."""
    privacy.go_on_erasing(resting=False, by=_KEEPER, at=at)
    return 0


def end_due(at: datetime) -> int:
    """Go on with erasures, and destroy copies and cases whose time is over."""
    privacy.end_due(by=_KEEPER, at=at)
    return 0
