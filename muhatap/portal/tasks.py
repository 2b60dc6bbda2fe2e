"""What the portal does by itself."""

from datetime import datetime

from muhatap.brands.queries import all_brands
from muhatap.incidents import operations as incidents
from muhatap.kernel.actors import Actor
from muhatap.portal import operations as portal
from muhatap.portal.standing import copying, observing

_PORTAL = Actor.system("portal")


def send_links(at: datetime) -> int:
    """Mail the links that wait."""
    return portal.send_links(by=_PORTAL, at=at)


def send_codes(at: datetime) -> int:
    """Hand codes for telephones to the operator's gateway."""
    return portal.send_codes(by=_PORTAL, at=at)


def forget_old_drafts(at: datetime) -> int:
    """Destroy forms that nobody finished within seven days, and what is only kept to count attempts."""
    portal.forget_old_attempts(by=_PORTAL, at=at)
    return portal.forget_old_drafts(by=_PORTAL, at=at)


def watch_standing(at: datetime) -> int:
    """Note how every brand's parts stand, and keep the copies that are served without a database."""
    for brand in all_brands():
        seen = observing.seen_now(brand, at)
        incidents.note_standing(brand=brand, seen=seen, own=observing.OWN_PARTS, by=_PORTAL, at=at)
        copying.keep_copy(brand, at=at)
    return 0
