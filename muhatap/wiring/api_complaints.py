"""Complaints for the API: what a guard refuses is told in the API's own words."""

from datetime import datetime
from typing import Any

from muhatap.cases.models import Case
from muhatap.channels.adapters.api.book import MoveRefused
from muhatap.complaints import operations as complaints
from muhatap.complaints import speaking
from muhatap.kernel.actors import Actor


def register(case: Case, sent: dict[str, Any], by: Actor, at: datetime) -> None:
    """Register a complaint in the customer's name."""
    try:
        speaking.register_told(case, sent, by, at)
    except complaints.OutsideCase:
        raise MoveRefused("received_at", ("expressed_at",)) from None
    except complaints.NoPoints:
        raise MoveRefused("triage", ("points",)) from None


def move(case: Case, to: str, words: str, by: Actor, at: datetime) -> None:
    """Take the customer's word."""
    try:
        speaking.move_told(case, to, words, by, at)
    except complaints.MoveRefused as trouble:
        raise MoveRefused(trouble.refusal.guard, trouble.refusal.items) from None


def told(case: Case) -> dict[str, Any] | None:
    """The complaint as its customer may know it."""
    return speaking.told_of(case)
