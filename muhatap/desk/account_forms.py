"""Forms with which a member of staff says how she works and what she wants to be told."""

from datetime import time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from muhatap.accounts.duty import DAYS, WrongHours, read_hours
from muhatap.desk.moments import MomentField

# The groups of notices in words; a page on call is told whatever she chooses.
NOTICE_GROUPS = (
    ("promises", _("Promises: a step of the ladder, a broken promise")),
    ("cases", _("Cases: mentions, answers from outside, what others did for me")),
    ("decisions", _("Decisions that wait for me, dissatisfied customers")),
    ("letters", _("Letters: not delivered, mailboxes in trouble")),
)


_LOCAL = "%Y-%m-%dT%H:%M"


class SignatureForm(forms.Form):
    """What stands under her name in letters."""

    signature = forms.CharField(
        label=_("Signature"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Up to three lines under your name, where the mailbox’s signature names you."),
    )

    def clean_signature(self) -> str:
        """At most three lines."""
        lines = [line.strip() for line in self.cleaned_data["signature"].splitlines() if line.strip()]
        if len(lines) > 3:
            raise forms.ValidationError(_("At most three lines."))
        return "\n".join(lines)


class WorkForm(forms.Form):
    """Working hours of each day, the next absence, and who stands in."""

    away_from = MomentField(
        label=_("Away from"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_LOCAL),
    )
    away_until = MomentField(
        label=_("Away until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_LOCAL),
    )
    delegate = forms.ChoiceField(
        label=_("Stand-in"),
        required=False,
        help_text=_("Gets your customers and your reopened cases while you are not here."),
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delegate"].choices = [("", _("Nobody")), *people]
        for day in DAYS:
            for end in ("begins", "ends"):
                name = f"{day}_{end}"
                self.fields[name] = forms.TimeField(
                    required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
                )

    def days(self) -> list[tuple[str, Any, Any]]:
        """Each day of the week with its two fields."""
        return [
            (str(WEEKDAYS[place]), self[f"{day}_begins"], self[f"{day}_ends"])
            for place, day in enumerate(DAYS)
        ]

    def clean(self) -> dict[str, Any]:
        """Hours with both ends, and an absence that begins before it ends."""
        given = super().clean()
        try:
            given["hours"] = read_hours(
                {day: (_written(given, f"{day}_begins"), _written(given, f"{day}_ends")) for day in DAYS}
            )
        except WrongHours as wrong:
            raise forms.ValidationError(
                _("%(day)s: write both times, and not the same one twice.")
                % {"day": WEEKDAYS[DAYS.index(str(wrong))]}
            ) from wrong
        begins, ends = given.get("away_from"), given.get("away_until")
        if begins and not ends:
            self.add_error("away_until", _("Say until when you are away."))
        elif begins and ends and ends <= begins:
            self.add_error("away_until", _("The end of an absence comes after its beginning."))
        return given


class NoticesForm(forms.Form):
    """What she is told, where, and when not."""

    quiet_begins = forms.TimeField(
        label=_("Quiet from"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_ends = forms.TimeField(
        label=_("Quiet until"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group, label in NOTICE_GROUPS:
            for place in ("desk", "mail"):
                self.fields[f"{place}_{group}"] = forms.BooleanField(label=label, required=False)

    def groups(self) -> list[tuple[Any, Any, Any]]:
        """Each group with its two boxes."""
        return [(label, self[f"desk_{group}"], self[f"mail_{group}"]) for group, label in NOTICE_GROUPS]

    def clean(self) -> dict[str, Any]:
        """Quiet hours with both ends."""
        given = super().clean()
        begins, ends = given.get("quiet_begins"), given.get("quiet_ends")
        if (begins is None) != (ends is None) or (begins is not None and begins == ends):
            self.add_error("quiet_ends", _("Quiet hours need two different times."))
        return given


def _written(given: dict[str, Any], name: str) -> str:
    value: time | None = given.get(name)
    return value.strftime("%H:%M") if value else ""
