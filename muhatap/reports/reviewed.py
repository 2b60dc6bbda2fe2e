"""Reviews as observations: what was found and settled, and how a review was known at an earlier moment."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from muhatap.quality.queries import CountedReview, Look
from muhatap.reports.observations import Kind, Observation


def observation_of_review(told: CountedReview) -> Observation:
    """The observation of a review on the day of its first look, with the score that counts now.

    It stands under its agent once she can read it, so that her own figures tell her nothing before.
    """
    places = {"channel": told.channel, "topic": told.topic}
    values: dict[str, Any] = _values(told.settled or told.found)
    if told.shared_at is not None:
        places["agent"] = str(told.agent_id)
        values["shared_at"] = told.shared_at.isoformat()
    if told.settled is not None and told.settled_at is not None:
        values |= {"found": _values(told.found), "settled_at": told.settled_at.isoformat()}
    return Observation(
        kind=Kind.REVIEW,
        subject=str(told.id),
        at=told.done_at,
        on=told.done_at.astimezone(told.zone).date(),
        places=places,
        values=values,
    )


def as_known(seen: Observation, as_of: datetime) -> Observation:
    """An observation as known at a moment: a review before it was settled, and before it was shared."""
    if seen.kind is not Kind.REVIEW:
        return seen
    places, values = dict(seen.places), dict(seen.values)
    if _is_later(values.get("settled_at"), as_of):
        values |= values["found"]
    if _is_later(values.get("shared_at"), as_of):
        places.pop("agent", None)
    return replace(seen, places=places, values=values)


def _values(look: Look) -> dict[str, Any]:
    return {"points": look.base, "critical": look.is_critical}


def _is_later(told: str | None, as_of: datetime) -> bool:
    return told is not None and datetime.fromisoformat(told) > as_of
