"""Forms of the desk that are more than a few buttons."""

import re
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

_VARIABLE = re.compile(r"\{[^{}\s]{0,40}\}")
_NOT_IN_A_NAME = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029<>@]")
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


class MailboxForm(forms.Form):
    """How letters from a mailbox are signed."""

    sender_pattern = forms.CharField(
        label=_("Sender’s name"),
        max_length=100,
        required=False,
        help_text=_("Where a person writes. {agent} and {brand} are filled in; empty means the brand alone."),
    )
    signature_tr = forms.CharField(
        label=_("Signature in Turkish"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "tr"}),
    )
    signature_en = forms.CharField(
        label=_("Signature in English"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "en"}),
    )

    def clean(self) -> dict[str, object]:
        """Only the two variables, and a name of one line without what addresses are made of."""
        given = super().clean()
        for name, text in list(given.items()):
            unknown = [each for each in _VARIABLE.findall(str(text)) if each not in ("{agent}", "{brand}")]
            if unknown:
                self.add_error(name, _("Only {agent} and {brand} are filled in."))
        if _NOT_IN_A_NAME.search(str(given.get("sender_pattern", ""))):
            self.add_error("sender_pattern", _("Write a name in one line, without <, > and @."))
        return given


class AsideForm(forms.Form):
    """The first mail of a side conversation."""

    to = forms.CharField(
        label=_("To"),
        max_length=2_000,
        help_text=_("One or several addresses with commas between them; names may stand before <address>."),
    )
    subject = forms.CharField(label=_("Subject"), max_length=200)
    text = forms.CharField(label=_("Message"), widget=forms.Textarea(attrs={"rows": 8}), max_length=50_000)
    wait = forms.BooleanField(
        label=_("Wait for the answer"),
        required=False,
        help_text=_(
            "The case then waits for a third party, and the clocks that may pause for it stand still."
        ),
    )


class OtherMatterForm(forms.Form):
    """Another matter that a customer raised in a message."""

    topic = forms.ChoiceField(label=_("Topic"))
    subject = forms.CharField(label=_("Subject"), max_length=200)

    def __init__(self, *args: object, topics: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = [("", _("Choose")), *topics]


class FirstMailForm(OtherMatterForm):
    """A mail with which staff opens a case."""

    email = forms.EmailField(label=_("To"), max_length=254)
    name = forms.CharField(label=_("Name of the customer"), max_length=200, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=[("tr", "Türkçe"), ("en", "English")])
    text = forms.CharField(
        label=_("Message"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=50_000,
        help_text=_("Card, account and identity numbers are masked before they are stored."),
    )

    field_order = ("topic", "email", "name", "language", "subject", "text")
