"""Whether quick fixes helped."""

from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.portal.models import FixVote


def vote_on_fixes(*, brand: Brand, topic: str, has_helped: bool, by: Actor, at: datetime) -> None:
    """Keep what somebody said about a topic's quick fixes; nobody is asked who she is."""
    with unit_of_work() as unit:
        unit.add(FixVote(brand=brand, topic=topic, has_helped=has_helped, at=at))
