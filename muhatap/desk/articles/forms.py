"""The forms of an article: what it is about and who looks after it, and its words in every language."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.desk.announcement_form import LANGUAGES
from muhatap.help_centre import films
from muhatap.help_centre.contents import BODY, SUMMARY, TITLE, Words
from muhatap.help_centre.models import ArticleKind, Edition
from muhatap.topics.queries import topics_in_force
from muhatap.topics.questions import words

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_PARTS = ("titles", "summaries", "bodies", "other_names", "captions", "transcripts")
HALF_A_YEAR = timedelta(days=182)


class PageForm(forms.Form):
    """Address, owner, day of review, group and topics."""

    slug = forms.SlugField(
        label=_("Address"),
        max_length=60,
        help_text=_("Small letters, digits and hyphens. It stays, since others link to it."),
    )
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[
            (ArticleKind.ARTICLE, _("Article")),
            (ArticleKind.TERMS, _("Terms: every version counts for its days")),
        ],
    )
    owner = forms.ChoiceField(label=_("Owner"), help_text=_("Who is asked when the charter changes."))
    review_on = forms.DateField(label=_("To be looked at again on"), widget=_DAY)
    group = forms.ChoiceField(label=_("Group"), required=False)
    topics = forms.MultipleChoiceField(
        label=_("Topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Beside whose forms it is offered."),
    )
    position = forms.IntegerField(label=_("Place in its group"), min_value=0, max_value=9999, initial=100)

    def __init__(
        self,
        *args: Any,
        brand: Brand,
        owners: list[Staff],
        groups: dict[str, Any],
        is_new: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.owners = owners
        languages = (brand.default_language,)
        self.fields["owner"].choices = [(str(each.pk), each.name) for each in owners]
        named = [(code, words(name, languages)) for code, name in groups.items()]
        self.fields["group"].choices = [("", _("General")), *named]
        self.fields["topics"].choices = [
            (each.code, words(each.names, languages)) for each in topics_in_force(brand)
        ]
        if not is_new:
            del self.fields["slug"]
            del self.fields["kind"]

    def clean_review_on(self) -> date:
        """A day that a calendar of ours reaches."""
        day: date = self.cleaned_data["review_on"]
        if not 2000 < day.year < 2200:
            raise forms.ValidationError(_("Choose a day within this century."))
        return day


class WordsForm(forms.Form):
    """The words in each language of the brand, and a film with captions and what is said in it."""

    video = forms.FileField(
        label=_("Film (MP4 or WebM)"),
        required=False,
        help_text=_("Published only with captions and what is said in it, in every language."),
    )
    drop_video = forms.BooleanField(label=_("Without a film"), required=False)

    def __init__(self, *args: Any, brand: Brand, kept: Edition | None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(kept), **kwargs)
        self.languages = [(code, name) for code, name in LANGUAGES if code in brand.languages]
        self.kept = kept
        self.film: dict[str, Any] = dict(kept.video) if kept else {}
        for code, name in self.languages:
            self._add(code, name)

    def _add(self, code: str, name: str) -> None:
        said = {"language": name}
        rows = forms.Textarea(attrs={"rows": 16, "lang": code})
        few = forms.Textarea(attrs={"rows": 4, "lang": code})
        plain = {"required": False, "strip": False}
        self.fields[f"titles_{code}"] = forms.CharField(
            label=_("Title (%(language)s)") % said, max_length=TITLE, required=False
        )
        self.fields[f"summaries_{code}"] = forms.CharField(
            label=_("In one sentence (%(language)s)") % said, max_length=SUMMARY, required=False
        )
        self.fields[f"bodies_{code}"] = forms.CharField(
            label=_("Text (%(language)s)") % said, max_length=BODY, widget=rows, **plain
        )
        self.fields[f"other_names_{code}"] = forms.CharField(
            label=_("Other words for it (%(language)s)") % said,
            max_length=SUMMARY,
            required=False,
            help_text=_("What people also call it; never shown, only found."),
        )
        self.fields[f"captions_{code}"] = forms.CharField(
            label=_("Captions of the film, WebVTT (%(language)s)") % said, widget=few, **plain
        )
        self.fields[f"transcripts_{code}"] = forms.CharField(
            label=_("What is said in the film (%(language)s)") % said, widget=few, **plain
        )

    def clean(self) -> dict[str, Any]:
        """Take the film in; what is none is refused by name."""
        upload = self.cleaned_data.get("video")
        if self.cleaned_data.get("drop_video"):
            self.film = {}
        elif upload:
            try:
                self.film = films.keep_film(upload.read())
            except films.NoFilm:
                self.add_error("video", _("This is no film that browsers show. Choose MP4 or WebM."))
        return self.cleaned_data

    def words(self) -> Words:
        """The words as they were written."""
        parts = {
            part: {code: self.cleaned_data.get(f"{part}_{code}", "") for code, _name in self.languages}
            for part in _PARTS
        }
        return Words(**parts, video=self.film)

    def columns(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """The fields side by side: code and name of the language, and its fields."""
        return [(code, name, [self[f"{part}_{code}"] for part in _PARTS]) for code, name in self.languages]


def _initial(kept: Edition | None) -> dict[str, str]:
    if kept is None:
        return {}
    return {f"{part}_{code}": text for part in _PARTS for code, text in getattr(kept, part).items()}
