"""What routing does by itself."""

from datetime import datetime

from muhatap.kernel.actors import Actor
from muhatap.routing import operations as routing

ROUTER = Actor.system("routing")


def route_cases(at: datetime) -> int:
    """Take back what nobody answered and give out what waits; returns how many cases moved."""
    routed = routing.route(by=ROUTER, at=at)
    return routed.returned + routed.given
