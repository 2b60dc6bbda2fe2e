"""Sessions in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_network

from django.utils.translation import gettext as _

from muhatap.accounts.models import Visit


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One session: its device, where it is, and whether it is the one that asks."""

    id: int
    device: str
    place: str
    begun_at: datetime
    seen_at: datetime
    is_this: bool


def visit_lines(visits: Iterable[Visit], this: int | None) -> list[VisitLine]:
    """These sessions in the reader's language, the one that asks first."""
    lines = [
        VisitLine(
            visit.id,
            visit.device or _("An unknown device"),
            place_words(visit.network),
            visit.begun_at,
            visit.seen_at,
            visit.id == this,
        )
        for visit in visits
    ]
    return sorted(lines, key=lambda line: not line.is_this)


def place_words(network: str) -> str:
    """Where a network is: this machine, an internal network, or the network itself."""
    if not network:
        return _("an unknown network")
    found = ip_network(network)
    if found.is_loopback:
        return _("this machine")
    if found.is_private:
        return _("internal network %(network)s") % {"network": network}
    return _("network %(network)s") % {"network": network}
