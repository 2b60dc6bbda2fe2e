"""Moments that staff type into a form, in the zone in which they read the desk."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

# Moments at the ends of the calendar have no counterpart in other zones.
_FIRST_YEAR, _LAST_YEAR = 1900, 8999


def local_moment(text: str) -> datetime | None:
    """What a field for day and time holds as a moment; None when it is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return None
    return timezone.make_aware(moment) if moment.tzinfo is None else moment


class MomentField(forms.DateTimeField):
    """A day and time that every zone can say."""

    def validate(self, value: datetime | None) -> None:
        """Refuse what is outside of the years that are reckoned with."""
        super().validate(value)
        if value is not None and not _FIRST_YEAR <= value.year <= _LAST_YEAR:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
