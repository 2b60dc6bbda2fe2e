"""The end of a contact by telephone, at the counter or on social media: what it was, with its record."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.desk.forms import NewCaseForm
from muhatap.desk.moments import MomentField

CHANNELS = (
    ("phone", gettext_lazy("Telephone")),
    ("counter", gettext_lazy("At the counter")),
    ("social", gettext_lazy("Social media")),
)
ENDINGS = (
    ("request", gettext_lazy("A question or request that stays open")),
    ("complaint", gettext_lazy("A complaint: the customer is not satisfied, in whatever words")),
)


_HEARD_WITHIN = timedelta(days=731)


class ContactForm(NewCaseForm):
    """A contact and how it ended; as a complaint it needs the record of one."""

    channel = forms.ChoiceField(label=gettext_lazy("By which way"), choices=CHANNELS)
    ending = forms.ChoiceField(label=gettext_lazy("How it ended"), choices=ENDINGS, widget=forms.RadioSelect)
    heard_at = MomentField(
        label=gettext_lazy("When the customer first said so"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=gettext_lazy("The promises count from then. Empty means now."),
    )
    points = forms.CharField(
        label=gettext_lazy("Points raised, one in each line"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sought = forms.CharField(
        label=gettext_lazy("What the customer seeks"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    field_order = ("channel", "topic", "name", "phone", "email", "subject", "text", "ending")

    def clean(self) -> dict[str, object]:
        """A complaint has points and a remedy sought, and was not heard in the future."""
        given = super().clean()
        if given.get("ending") == "complaint":
            if not str(given.get("points", "")).strip():
                self.add_error("points", _("Points raised: write at least one, or it is no record."))
            if not str(given.get("sought", "")).strip():
                self.add_error("sought", _("What the customer seeks: ask, and write it down."))
        heard_at = given.get("heard_at")
        if heard_at is not None and heard_at > timezone.now():
            self.add_error("heard_at", _("Choose a moment that has passed."))
        elif heard_at is not None and heard_at < timezone.now() - _HEARD_WITHIN:
            self.add_error("heard_at", _("Choose a moment within the last two years."))
        return given
