"""Forms of the desk that are more than a few buttons."""

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

THEMES = ("system", "light", "dark")
# Where the staff of today's operators sit; any other zone of the database may be written.
USUAL_ZONES = ("Europe/Istanbul", "Europe/London", "Europe/Berlin", "Asia/Nicosia", "UTC")


class ProfileForm(forms.Form):
    """How a member of staff reads the desk."""

    language = forms.ChoiceField(
        label=_("Language"), choices=[("tr", "Türkçe"), ("en", "English")], required=True
    )
    zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        help_text=_("A name such as Europe/Istanbul. All times of the desk are shown in it."),
    )
    theme = forms.ChoiceField(
        label=_("Appearance"),
        choices=[("system", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))],
    )
    keys = forms.BooleanField(
        label=_("Single-letter shortcuts"),
        required=False,
        help_text=_("Letters such as J, K and R act on the page while you are not typing."),
    )

    def clean_zone(self) -> str:
        """A zone that exists."""
        zone = self.cleaned_data["zone"].strip()
        if zone not in available_timezones():
            raise forms.ValidationError(_("Write a zone that exists, such as Europe/Istanbul."))
        return zone


class NewCaseForm(forms.Form):
    """A case that staff open for somebody on the telephone."""

    topic = forms.ChoiceField(label=_("Topic"))
    name = forms.CharField(label=_("Name of the customer"), max_length=200)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    subject = forms.CharField(label=_("Subject"), max_length=200)
    text = forms.CharField(
        label=_("What the customer said"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=50_000,
        help_text=_("Card, account and identity numbers are masked before they are stored."),
    )

    def __init__(self, *args: object, topics: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = [("", _("Choose")), *topics]

    def clean(self) -> dict[str, object]:
        """Somebody who can be reached."""
        given = super().clean()
        if not given.get("phone") and not given.get("email") and "email" not in self.errors:
            self.add_error("phone", _("Telephone or e-mail: one of them is needed to reach the customer."))
        return given
