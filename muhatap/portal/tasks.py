"""What the portal does by itself."""

from datetime import datetime

from muhatap.kernel.actors import Actor
from muhatap.portal import operations as portal

_PORTAL = Actor.system("portal")


def send_links(at: datetime) -> int:
    """Mail the links that wait."""
    return portal.send_links(by=_PORTAL, at=at)


def forget_old_drafts(at: datetime) -> int:
    """Destroy forms that nobody finished within seven days, and what is only kept to count attempts."""
    portal.forget_old_attempts(by=_PORTAL, at=at)
    return portal.forget_old_drafts(by=_PORTAL, at=at)
