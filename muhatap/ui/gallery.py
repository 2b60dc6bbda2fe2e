"""Samples for the component gallery: one clock per state and one form."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

HOUR, DAY = 3600, 86_400


def sample_readings(now: datetime) -> list[dict[str, object]]:
    """Return one reading of a clock for every state."""
    label = _("Review")

    def running(state: str, left: timedelta, length: timedelta) -> dict[str, object]:
        due_at = now + left
        return {"state": state, "label": label, "due_at": due_at, "started_at": due_at - length}

    return [
        running("calm", timedelta(days=12, hours=1), timedelta(days=14)),
        running("soon", timedelta(hours=2, minutes=20, seconds=30), timedelta(hours=48)),
        running("late", -timedelta(minutes=18, seconds=30), timedelta(hours=24)),
        {"state": "paused", "label": label, "remaining_seconds": 5 * HOUR, "share": 0.6},
        {"state": "kept", "label": label, "took_seconds": 39 * 60},
        {"state": "missed", "label": label},
        {"state": "idle", "label": label},
    ]


class SampleForm(forms.Form):
    """A form with every kind of field."""

    transaction = forms.RegexField(
        r"TRX-\d{8}",
        label=gettext_lazy("Transaction ID"),
        help_text=gettext_lazy("It stands below the transaction in your account."),
        error_messages={
            "invalid": gettext_lazy("Enter the transaction ID. It starts with TRX and ends in 8 digits.")
        },
    )
    happened_on = forms.DateField(
        label=gettext_lazy("Date"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": gettext_lazy("Choose the day on which it happened.")},
    )
    story = forms.CharField(label=gettext_lazy("What happened?"), widget=forms.Textarea(attrs={"rows": 4}))
    document = forms.FileField(label=gettext_lazy("Add a file"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Is this a complaint?"),
        choices=[("request", gettext_lazy("Request")), ("complaint", gettext_lazy("Complaint"))],
        widget=forms.RadioSelect,
    )
    agreed = forms.BooleanField(label=gettext_lazy("I have kept the codes"), required=False)
