"""The form of a topic as fields that the design system can show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _

from muhatap.portal.plan import FormPlan
from muhatap.portal.wording import trouble_words
from muhatap.topics.answers import Trouble, rows_of
from muhatap.topics.questions import EvidenceItem, Question

_ROWS_OF_TEXT = 5
_MOST_RADIOS = 6
_AUTOCOMPLETE = {"contact_name": "name", "contact_email": "email", "contact_phone": "tel"}


class SeveralFiles(forms.FileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class RawField(forms.Field):
    """A field whose answer is read by the topic's rules, not by its own."""

    def clean(self, value: Any) -> Any:
        """The value as it came."""
        return value


@dataclass(slots=True)
class Block:
    """One question on the page: its inputs, where a reason may stand instead, or the rows of a group."""

    question: Question | None = None
    inputs: list[str] = field(default_factory=list)
    reason: str = ""
    rows: list[list["Block"]] = field(default_factory=list)
    item: EvidenceItem | None = None
    has_more_rows: bool = False
    can_drop_rows: bool = False


class DetailsForm(forms.Form):
    """All questions of a topic; bound when there are troubles to show."""

    use_required_attribute = False

    def __init__(
        self,
        plan: FormPlan,
        given: Mapping[str, str],
        language: str,
        troubles: Sequence[Trouble] = (),
        refused: Sequence[tuple[str, str]] = (),
    ) -> None:
        bound = dict(given) if troubles or refused else None
        super().__init__(data=bound, initial=dict(given))
        self._troubles, self._refused, self._language = troubles, refused, language
        self._labels: dict[str, str] = {}
        self.details = [self._block(each, given, each.code) for each in plan.details]
        self.story = [self._block(each, given, each.code) for each in plan.story]
        self.evidence = [self._evidence(each, given) for each in plan.evidence]
        self.contact = [self._block(each, given, each.code) for each in plan.contact]

    def clean(self) -> dict[str, Any]:
        """Put each trouble beside its input."""
        places = {name: place for place, name in enumerate(self.fields)}
        for trouble in sorted(self._troubles, key=lambda each: places.get(each.name, len(places))):
            label = self._labels.get(trouble.name, "")
            self.add_error(
                trouble.name if trouble.name in self.fields else None,
                trouble_words(trouble, label, self._language),
            )
        for name, words in self._refused:
            self.add_error(name if name in self.fields else None, words)
        return self.cleaned_data

    def bound_inputs(self, block: Block) -> list[forms.BoundField]:
        """The inputs of a block, ready to be shown."""
        return [self[name] for name in block.inputs]

    def _block(self, question: Question, given: Mapping[str, str], name: str) -> Block:
        if question.kind == "group":
            return self._group(question, given, name)
        block = Block(question, [name + part for part in question.parts])
        for part, input_name in zip(question.parts, block.inputs, strict=True):
            self._add(input_name, question.label, _field_for(question, part))
        if question.or_reason:
            block.reason = self._add_reason(name, question.label)
        return block

    def _group(self, question: Question, given: Mapping[str, str], name: str) -> Block:
        rows = rows_of(question, given, name)
        counter = RawField(required=False, widget=forms.HiddenInput)
        self._add(f"{name}-rows", question.label, counter)
        self.initial[f"{name}-rows"] = str(rows)
        if self.is_bound:
            self.data[f"{name}-rows"] = str(rows)
        return Block(
            question,
            [f"{name}-rows"],
            rows=[
                [self._block(inner, given, f"{name}-{row}-{inner.code}") for inner in question.questions]
                for row in range(rows)
            ],
            has_more_rows=rows < question.max_items,
            can_drop_rows=rows > max(question.min_items, 1),
        )

    def _evidence(self, item: EvidenceItem, given: Mapping[str, str]) -> Block:
        name = f"file-{item.code}"
        help_text = " ".join(part for part in (item.help, _secure_words(item)) if part)
        attrs = {"multiple": True, "data-pasted": _("{name} added"), "data-pasted-name": _("screenshot")}
        self._add(
            name,
            item.label,
            RawField(
                label=item.label,
                help_text=help_text,
                required=item.required,
                widget=SeveralFiles(attrs=attrs),
            ),
        )
        block = Block(inputs=[name], item=item)
        if item.required:
            block.reason = self._add_reason(name, item.label)
        return block

    def _add_reason(self, name: str, label: str) -> str:
        reason = f"{name}-reason"
        words = format_html('{}<span class="vh">: {}</span>', _("Why do you not have it?"), label)
        widget = forms.TextInput(attrs={"maxlength": 500, "autocomplete": "off"})
        self._add(reason, label, RawField(label=words, required=True, widget=widget))
        return reason

    def _add(self, name: str, label: str, made: forms.Field) -> None:
        self.fields[name] = made
        self._labels[name] = label


def _secure_words(item: EvidenceItem) -> str:
    if not item.secure:
        return ""
    return _("Send it only here. We never ask for it by e-mail, chat or social media.")


def _field_for(question: Question, part: str) -> forms.Field:
    if part == "-time":
        return RawField(
            label=_part_label(_("Time"), question),
            required=question.required,
            widget=forms.TimeInput(attrs={"type": "time"}),
        )
    if part == "-currency":
        choices = [(code, code) for code in question.currencies]
        return RawField(
            label=_part_label(_("Currency"), question),
            required=question.required,
            widget=forms.Select(choices=choices),
        )
    return RawField(
        label=question.label,
        help_text=_help_of(question),
        required=question.required,
        widget=_widget(question),
    )


def _part_label(words: str, question: Question) -> str:
    return format_html('{}<span class="vh">: {}</span>', words, question.label)


def _help_of(question: Question) -> str:
    if question.kind == "long_text" and question.max_length:
        length = _("Up to about %(count)d characters are read fastest; longer is accepted too.")
        return f"{question.help} {length % {'count': question.max_length}}".strip()
    return question.help


def _widget(question: Question) -> forms.Widget:
    attrs: dict[str, Any] = {"autocomplete": _AUTOCOMPLETE.get(question.code, "off")}
    match question.kind:
        case "long_text":
            return forms.Textarea(attrs={"rows": _ROWS_OF_TEXT})
        case "choice":
            return _choice_widget(question)
        case "yes_no":
            return forms.RadioSelect(choices=[("yes", _("Yes")), ("no", _("No"))])
        case "past_datetime" | "past_date" | "date":
            return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        case "amount":
            return forms.TextInput(attrs={**attrs, "inputmode": "decimal", "class": "num"})
        case "number" | "tckn":
            return forms.TextInput(attrs={**attrs, "inputmode": "numeric", "class": "num"})
        case "iban" | "transaction":
            shown = {"placeholder": question.example} if question.example else {}
            return forms.TextInput(attrs={**attrs, **shown, "class": "num", "spellcheck": "false"})
        case "phone":
            return forms.TextInput(attrs={**attrs, "type": "tel", "autocomplete": "tel"})
        case "email":
            return forms.TextInput(
                attrs={**attrs, "type": "email", "autocomplete": "email", "spellcheck": "false"}
            )
        case _:
            return forms.TextInput(attrs=attrs)


def _choice_widget(question: Question) -> forms.Widget:
    choices = list(question.choices)
    if len(choices) <= _MOST_RADIOS:
        return forms.RadioSelect(choices=choices)
    return forms.Select(choices=[("", _("Choose")), *choices])
