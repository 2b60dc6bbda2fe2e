"""What money does by itself: tell of traces whose time has passed."""

from datetime import datetime

from muhatap.kernel.actors import Actor
from muhatap.money import operations as money

_TELLER = Actor.system("traces")


def remind_of_traces(at: datetime) -> int:
    """Tell once of every trace that the provider did not answer in time."""
    return money.remind_of_traces(by=_TELLER, at=at)
