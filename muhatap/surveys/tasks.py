"""What surveys do by themselves: ask whoever is due, walk through the round."""

from datetime import datetime

from muhatap.kernel.actors import Actor
from muhatap.surveys import operations as surveys

_ASKER = Actor.system("surveys")


def ask_customers(at: datetime) -> int:
    """Ask everybody whose moment has come."""
    return surveys.ask_due(by=_ASKER, at=at)


def go_round(at: datetime) -> int:
    """Go on with the periodic survey of every brand."""
    return surveys.go_on_with_rounds(by=_ASKER, at=at)
