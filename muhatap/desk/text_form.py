"""The form for a text that staff use again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from muhatap.letters.filling import unknown_in

_LONGEST = 8_000


class TextModuleForm(forms.Form):
    """Name, category and the text in each language; at least one language is needed."""

    name = forms.CharField(label=_("Name"), max_length=80)
    category = forms.CharField(label=_("Category"), max_length=60, required=False)
    text_tr = forms.CharField(
        label=_("Text in Turkish"),
        max_length=_LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "lang": "tr"}),
    )
    text_en = forms.CharField(
        label=_("Text in English"),
        max_length=_LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "lang": "en"}),
    )
    is_shared = forms.BooleanField(
        label=_("For everybody who answers"),
        required=False,
        help_text=_("Otherwise only you see it."),
    )

    def __init__(self, *args: object, may_share: bool, is_new: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not (may_share and is_new):
            del self.fields["is_shared"]

    def clean(self) -> dict[str, object]:
        """A text in at least one language, and no variable that nothing could fill."""
        given = super().clean()
        if not given.get("text_tr") and not given.get("text_en"):
            self.add_error("text_tr", _("Write the text in at least one language."))
        for field in ("text_tr", "text_en"):
            unknown = unknown_in(str(given.get(field, "")))
            if unknown:
                said = _("Nothing fills {{%(name)s}}. The list beside says what does.")
                self.add_error(field, said % {"name": unknown[0]})
        return given

    def texts(self) -> dict[str, str]:
        """The text in each language."""
        given = {code: str(self.cleaned_data.get(f"text_{code}", "")) for code in ("tr", "en")}
        return {code: text.replace("\r\n", "\n") for code, text in given.items()}
