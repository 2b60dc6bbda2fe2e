"""The formal complaint form: one page, without script and login, and a sheet to fill in by hand."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_POINTS = 5


class FormalForm(forms.Form):
    """A complaint in the customer's own words; one way to reach her is enough."""

    use_required_attribute = False

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254, required=False)
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=30, required=False)
    earlier = forms.CharField(
        label=gettext_lazy("Earlier case number, if there is one"), max_length=40, required=False
    )
    what = forms.CharField(
        label=gettext_lazy("What happened, and when?"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "In your own words. Card and identity numbers are masked before we keep them."
        ),
    )
    points = forms.CharField(
        label=gettext_lazy("Your points, one in each line"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("We answer every point. You may leave this empty; we then write them down."),
    )
    sought = forms.CharField(
        label=gettext_lazy("What do you want us to do?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, object]:
        """Somebody who can be reached, with a handful of points."""
        given = super().clean()
        if not given.get("phone") and not given.get("email") and "email" not in self.errors:
            self.add_error("email", _("E-mail or telephone: write one of them, so that we can answer you."))
        return given

    @property
    def told_points(self) -> tuple[str, ...]:
        """The points that were written, each in a line."""
        lines = str(self.cleaned_data.get("points", "")).splitlines()
        return tuple(line.strip()[:500] for line in lines if line.strip())[:20]
