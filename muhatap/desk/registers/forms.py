"""The forms of the registers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.desk.announcement_form import LANGUAGES
from muhatap.desk.moments import MomentField
from muhatap.desk.registers.wording import AUDIT_KINDS, CATEGORIES, HARMED, SEVERITIES
from muhatap.incidents.models import Incident, Sort, State
from muhatap.incidents.operations.telling import STATES
from muhatap.incidents.spans import Effect
from muhatap.incidents.wording import EFFECT_WORDS, STATE_WORDS

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_MOMENT = {"widget": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")}


class Spoken(forms.Form):
    """A form with words in every language of a brand."""

    def add_words(self, brand: Brand, name: str, label: object, *, rows: int = 0) -> None:
        """A line, or a text of so many rows, for each language."""
        for code, language in LANGUAGES:
            if code not in brand.languages:
                continue
            self.fields[f"{name}_{code}"] = forms.CharField(
                label=f"{label} ({language})",
                max_length=4000 if rows else 160,
                required=False,
                widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(),
            )

    def words(self, name: str) -> dict[str, str]:
        """The words by language."""
        return {code: self.cleaned_data.get(f"{name}_{code}", "") for code, _language in LANGUAGES}


class IncidentForm(Spoken):
    """What does not work, or will not."""

    sort = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (Sort.TROUBLE, _("Something does not work now")),
            (Sort.MAINTENANCE, _("Planned maintenance")),
        ],
    )
    effect = forms.ChoiceField(
        label=_("What do people notice?"),
        choices=[(each, EFFECT_WORDS[each]) for each in (Effect.SLOW, Effect.CLOSED)],
    )
    components = forms.MultipleChoiceField(label=_("Which parts?"), widget=forms.CheckboxSelectMultiple)
    begins_at = MomentField(label=_("Since when"), required=False, help_text=_("Empty means now."), **_MOMENT)
    until_at = MomentField(
        label=_("Until when"), required=False, help_text=_("Only for maintenance."), **_MOMENT
    )

    def __init__(self, *args: Any, brand: Brand, parts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["components"].choices = parts
        self.add_words(brand, "title", _("Title"))
        self.add_words(brand, "text", _("What people read"), rows=3)


class UpdateForm(Spoken):
    """What is said now of an incident."""

    state = forms.ChoiceField(label=_("How far is it?"))
    effect = forms.ChoiceField(
        label=_("What do people notice?"), choices=[(each, EFFECT_WORDS[each]) for each in Effect]
    )
    holds_at = MomentField(label=_("Since when"), required=False, help_text=_("Empty means now."), **_MOMENT)
    until_at = MomentField(
        label=_("Planned until"), required=False, help_text=_("Empty leaves it as it is."), **_MOMENT
    )

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [each for each in STATES[Sort(incident.sort)] if each != State.PLANNED]
        self.fields["state"].choices = [(each, STATE_WORDS[each]) for each in states]
        if not incident.is_planned:
            del self.fields["until_at"]
        self.add_words(incident.brand, "text", _("What people read"), rows=3)


class _Owned(forms.Form):
    """A form that names somebody of the brand."""

    owner = forms.ChoiceField(label=_("Who looks after it"))

    def __init__(self, *args: Any, staff: Sequence[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = {str(each.pk): each for each in staff}
        self.fields["owner"].choices = [(key, each.name) for key, each in self.staff.items()]

    def chosen(self) -> Staff:
        """Whom it names."""
        return self.staff[self.cleaned_data["owner"]]


class AuditForm(_Owned):
    """An audit that is planned."""

    brand = forms.ChoiceField(label=_("Service"))
    kind = forms.ChoiceField(label=_("Sort"), choices=list(AUDIT_KINDS.items()))
    title = forms.CharField(label=_("Title"), max_length=160)
    scope = forms.CharField(
        label=_("What is looked at"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    auditor = forms.CharField(label=_("Who looks"), max_length=160)
    planned_on = forms.DateField(label=_("Planned for"), widget=_DAY)
    every_months = forms.IntegerField(
        label=_("Again every so many months"),
        min_value=0,
        max_value=120,
        initial=12,
        help_text=_("0 where it is held once."),
    )
    field_order = (
        "brand", "kind", "title", "scope", "auditor", "planned_on", "every_months", "owner",
    )  # fmt: skip

    def __init__(self, *args: Any, brands: Sequence[Brand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["brand"].choices = [(each.code, each.name) for each in brands]


class FindingForm(_Owned):
    """What an audit found."""

    title = forms.CharField(label=_("What was found"), max_length=160)
    severity = forms.ChoiceField(label=_("How grave"), choices=list(SEVERITIES.items()))
    due_on = forms.DateField(label=_("Mended by"), widget=_DAY)
    field_order = ("title", "severity", "owner", "due_on")


class SuspicionForm(forms.Form):
    """A breach that somebody suspects: little is needed, and at once."""

    brand = forms.ChoiceField(label=_("Service"))
    title = forms.CharField(label=_("What seems to have happened"), max_length=160)
    found_at = MomentField(label=_("Found when"), required=False, help_text=_("Empty means now."), **_MOMENT)
    found_how = forms.CharField(label=_("By whom or how it was found"), max_length=300, required=False)
    is_exercise = forms.BooleanField(label=_("This is an exercise"), required=False)

    def __init__(self, *args: Any, brands: Sequence[Brand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["brand"].choices = [(each.code, each.name) for each in brands]


class BreachForm(forms.Form):
    """What is known of a breach: the fields of the authority's form (Kurul 2019/10, GDPR art. 33(3))."""

    title = forms.CharField(label=_("Title"), max_length=160)
    what = forms.CharField(label=_("What happened"), max_length=8000, required=False)
    found_how = forms.CharField(label=_("By whom or how it was found"), max_length=300, required=False)
    began_at = MomentField(label=_("Began"), required=False, **_MOMENT)
    ended_at = MomentField(label=_("Ended"), required=False, **_MOMENT)
    harmed = forms.MultipleChoiceField(
        label=_("What became of the data"),
        required=False,
        choices=list(HARMED.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    categories = forms.MultipleChoiceField(
        label=_("Which data"),
        required=False,
        choices=list(CATEGORIES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    people_groups = forms.CharField(label=_("Whose data"), max_length=300, required=False)
    people_count = forms.IntegerField(
        label=_("How many people"), min_value=0, max_value=2_000_000_000, required=False
    )
    records_count = forms.IntegerField(
        label=_("How many records"), min_value=0, max_value=2_000_000_000, required=False
    )
    counts_are_final = forms.BooleanField(label=_("The numbers are final"), required=False)
    consequences = forms.CharField(label=_("What it may lead to"), max_length=8000, required=False)
    measures = forms.CharField(label=_("What was and will be done"), max_length=8000, required=False)
    advice = forms.CharField(label=_("What the people can do themselves"), max_length=8000, required=False)
    contact = forms.CharField(label=_("Who answers questions"), max_length=300, required=False)
    countries = forms.CharField(
        label=_("Countries of the people"), max_length=200, required=False, help_text=_("As TR, DE.")
    )
    likelihood = forms.TypedChoiceField(label=_("How likely is harm"), coerce=int, empty_value=0)
    severity = forms.TypedChoiceField(label=_("How grave would it be"), coerce=int, empty_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scale = [(0, "–"), (1, _("1 hardly")), (2, _("2 somewhat")), (3, _("3 rather")), (4, _("4 very"))]
        for name in ("likelihood", "severity"):
            self.fields[name].choices = scale
        for name in ("what", "consequences", "measures", "advice"):
            self.fields[name].widget = forms.Textarea(attrs={"rows": 3})

    def known_countries(self) -> tuple[str, ...]:
        """The codes of the countries, in capitals."""
        written = self.cleaned_data["countries"].replace(",", " ").upper().split()
        return tuple(dict.fromkeys(each for each in written if len(each) == 2 and each.isascii()))
