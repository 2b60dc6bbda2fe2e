"""Form fields: label, help and error belong to the control for every reader."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.template import engines
from django.utils import translation

from muhatap.ui.fields import error_summary_markup, field_markup
from muhatap.ui.gallery import SampleForm


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


class Elements(HTMLParser):
    """Every start tag with its attributes."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.found if "id" in attrs]


def test_an_error_is_tied_to_its_control():
    form = SampleForm({"transaction": "9"})
    elements = Elements(field_markup(form["transaction"]))
    control = next(attrs for tag, attrs in elements.found if tag == "input")
    assert control["aria-invalid"] == "true"
    assert control["aria-describedby"].split() == ["id_transaction_helptext", "id_transaction_error"]
    assert set(control["aria-describedby"].split()) <= set(elements.ids())
    assert "input" in control["class"]


def test_a_field_without_help_and_error_describes_nothing():
    html = field_markup(SampleForm()["story"])
    assert "aria-describedby" not in html
    assert "aria-invalid" not in html


def test_every_label_names_a_control_that_exists():
    form = SampleForm({"transaction": "9"})
    elements = Elements("".join(field_markup(field) for field in form))
    named = [attrs["for"] for tag, attrs in elements.found if tag == "label" and "for" in attrs]
    assert set(named) <= set(elements.ids())
    assert len(elements.ids()) == len(set(elements.ids()))


def test_choices_are_a_fieldset_with_their_error():
    elements = Elements(field_markup(SampleForm({})["kind"]))
    group = elements.found[0]
    assert group[0] == "fieldset"
    assert group[1]["aria-describedby"] == "id_kind_error"
    assert sum(tag == "input" for tag, _ in elements.found) == 2


def test_hints_of_options_are_shown_and_escaped():
    class Kinds(forms.Form):
        kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)

    form = Kinds()
    form.fields["kind"].widget.hints = {"a": "first <reply> within 24 hours"}
    assert "first &lt;reply&gt; within 24 hours" in field_markup(form["kind"])


def test_optional_fields_say_so():
    assert "(optional)" in field_markup(SampleForm()["document"])
    assert "(optional)" not in field_markup(SampleForm()["story"])


def test_hidden_fields_are_only_their_input():
    class Hidden(forms.Form):
        token = forms.CharField(widget=forms.HiddenInput)

    assert field_markup(Hidden()["token"]).startswith('<input type="hidden"')


def test_the_summary_links_to_every_wrong_control():
    form = SampleForm({"transaction": "9"})
    summary = Elements(error_summary_markup(form))
    page = Elements("".join(field_markup(field) for field in form))
    links = [attrs["href"].removeprefix("#") for tag, attrs in summary.found if tag == "a"]
    assert len(links) == len(form.errors)
    assert set(links) <= set(page.ids())
    assert summary.found[0][1]["tabindex"] == "-1"


def test_messages_that_name_no_field_get_its_name():
    html = error_summary_markup(SampleForm({"transaction": "9"}))
    assert "What happened? This field is required." in html
    assert ">Choose the day on which it happened.<" in html


def test_there_is_no_summary_without_errors_or_before_sending():
    assert error_summary_markup(SampleForm()) == ""


def test_what_was_typed_comes_back_escaped():
    template = engines["django"].from_string("{% load ui %}{% field f.story %}")
    html = template.render({"f": SampleForm({"story": "</textarea><script>"})})
    assert "</textarea><script>" not in html
