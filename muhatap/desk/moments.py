"""Moments that staff type into a form, in the zone in which they read the desk."""

from datetime import datetime

from django.utils import timezone


def local_moment(text: str) -> datetime | None:
    """What a field for day and time holds as a moment; None when it is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return timezone.make_aware(moment) if moment.tzinfo is None else moment
