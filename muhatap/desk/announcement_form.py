"""The form of an announcement: its words in every language, how grave it is, and for how long."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from muhatap.brands.models import Brand
from muhatap.desk.moments import MomentField
from muhatap.help_centre.models import Severity
from muhatap.integrations.peers import social_peer_of

LANGUAGES = (("tr", "Türkçe"), ("en", "English"))


class AnnouncementForm(forms.Form):
    """What everybody is to know; which languages are needed depends on the brand."""

    brand = forms.ChoiceField(label=_("Service"))
    severity = forms.ChoiceField(
        label=_("How grave is it?"),
        choices=[
            (Severity.INFORMATION, _("For information")),
            (Severity.DISTURBANCE, _("Something works badly")),
            (Severity.OUTAGE, _("Something does not work at all")),
        ],
    )
    starts_at = MomentField(
        label=_("Shown from"),
        required=False,
        help_text=_("Empty means at once."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )
    ends_at = MomentField(
        label=_("Shown until"),
        required=False,
        help_text=_("Empty means until somebody ends it."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )

    on_social = forms.BooleanField(
        label=_("Tell it on our social channels too"),
        required=False,
        help_text=_("Only what everybody may read: no case, card or identity number, no IBAN, no address."),
    )

    def __init__(self, *args: object, brands: list[Brand], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not any(social_peer_of(each.code) for each in brands):
            del self.fields["on_social"]
        self.fields["brand"].choices = [(each.code, each.name) for each in brands]
        spoken = {code for each in brands for code in each.languages}
        for code, language in LANGUAGES:
            if code not in spoken:
                continue
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Title (%(language)s)") % {"language": language}, max_length=120, required=False
            )
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Text (%(language)s)") % {"language": language},
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def words(self, part: str) -> dict[str, str]:
        """The title or the text by language."""
        return {code: self.cleaned_data.get(f"{part}_{code}", "") for code, _language in LANGUAGES}

    def starts(self, at: datetime) -> datetime:
        """From when it is shown; at once where nothing was chosen."""
        return self.cleaned_data["starts_at"] or at
