"""The form of a rule or macro: rows of actions that are added, moved and taken out without any script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from muhatap.accounts.queries import answering_in, colleagues_in
from muhatap.automation.actions import DRAFT, NOBODY, SEND, STATUSES_FOR_RULES, WRITES, Action, Do
from muhatap.automation.checking import Fault
from muhatap.automation.queries import shared_macros
from muhatap.brands.models import Brand
from muhatap.cases.statuses import Status
from muhatap.cases.tags import tag_of
from muhatap.desk.rules.words import Named, do_words, fault_words, status_value_words, told_words
from muhatap.desk.wording import PRIORITIES, priority_words
from muhatap.letters.models import TextModule

_MOST_ROWS = 14
_MACRO_STATUSES = (
    *(status.value for status in Status if status not in {Status.NEW, Status.CLOSED}),
    *("closed:solved", "closed:no_answer", "closed:withdrawn", "closed:spam"),
)
Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One action in the form, as it was typed."""

    do: str
    value: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    module: str = ""

    def action(self, brand: Brand) -> Action:
        """The action that it says; a macro brings its actions of now."""
        texts = {code: self.texts[code] for code in brand.languages if self.texts.get(code, "").strip()}
        inner: tuple[Action, ...] = ()
        if self.do == Do.MACRO:
            macro = next((each for each in shared_macros(brand.id) if str(each.id) == self.value), None)
            inner = tuple(macro.does) if macro else ()
        value = self.value.strip()
        if self.do in {Do.TAG, Do.UNTAG}:
            value = tag_of(value)
        return Action(Do(self.do), value, texts, self.module, inner)


@dataclass(frozen=True, slots=True)
class RowFace:
    """One row as the page shows it; `options` is empty where something is typed."""

    place: int
    row: Row
    name: str
    label: str
    options: Sequence[Option]
    texts: Sequence[tuple[str, str, str]]
    modules: Sequence[Option]
    error: str
    is_first: bool
    is_last: bool

    @property
    def error_id(self) -> str:
        """Where the error stands, for the controls of the row."""
        return f"row-{self.place}-error" if self.error else ""


def rows_given(given: QueryDict) -> list[Row]:
    """The rows of a sent form, in order."""
    places = [each for each in given.getlist("row")[:_MOST_ROWS] if each.isdecimal()]
    return [
        Row(
            do=given.get(f"do-{place}", ""),
            value=given.get(f"value-{place}", "")[:300],
            texts={
                code: given.get(f"text-{code}-{place}", "").replace("\r\n", "\n") for code in ("tr", "en")
            },
            module=given.get(f"module-{place}", ""),
        )
        for place in places
        if given.get(f"do-{place}", "") in set(Do)
    ]


def rows_of(actions: Sequence[Action]) -> list[Row]:
    """The rows of kept actions."""
    return [Row(each.do.value, each.value, each.texts, each.module) for each in actions]


def rearranged(rows: list[Row], given: QueryDict, modules: Mapping[str, TextModule]) -> list[Row] | None:
    """The rows after the button that was pressed; None when it was none of theirs."""
    if "add" in given:
        added = given.get("add_do", "")
        return [*rows, Row(added)] if added in set(Do) and len(rows) < _MOST_ROWS else rows
    pressed = next((name for name in given if name.startswith(("up-", "down-", "out-", "take-"))), "")
    verb, _sep, written = pressed.partition("-")
    if not verb or not written.isdecimal() or int(written) >= len(rows):
        return None
    place, found = int(written), list(rows)
    match verb:
        case "out":
            del found[place]
        case "take":
            module = modules.get(found[place].module)
            found[place] = replace(found[place], texts=module.texts) if module else found[place]
        case _:
            other = place - 1 if verb == "up" else place + 1
            if 0 <= other < len(found):
                found[place], found[other] = found[other], found[place]
    return found


@dataclass(frozen=True, slots=True)
class Choices:
    """What rows can choose from in a brand."""

    brand: Brand
    named: Named
    modules: Sequence[TextModule]
    allowed: Sequence[Do]
    is_rule: bool

    @property
    def addable(self) -> list[Option]:
        """The sorts of actions that can be added."""
        return [(do.value, do_words(do)) for do in self.allowed]

    def faces(self, rows: Sequence[Row], faults: Sequence[Fault]) -> list[RowFace]:
        """The rows as the page shows them, each error at its place."""
        return [
            RowFace(
                place=place,
                row=row,
                name=do_words(row.do),
                label=_label(row.do),
                options=self._options(row),
                texts=self._texts(row),
                modules=self._modules(row),
                error=" ".join(fault_words(each) for each in faults if each.place == f"action.{place}"),
                is_first=place == 0,
                is_last=place == len(rows) - 1,
            )
            for place, row in enumerate(rows)
        ]

    def _texts(self, row: Row) -> list[tuple[str, str, str]]:
        if row.do not in WRITES:
            return []
        # What stays inside is written once; a letter in every language that the brand speaks.
        codes = self.brand.languages if row.do in {Do.LETTER, Do.REPLY} else self.brand.languages[:1]
        return [(code, _LANGUAGES.get(code, code), row.texts.get(code, "")) for code in codes]

    def _modules(self, row: Row) -> list[Option]:
        if row.do not in {Do.LETTER, Do.REPLY, Do.NOTE}:
            return []
        return [(str(each.id), each.name) for each in self.modules]

    def _options(self, row: Row) -> list[Option]:
        match row.do:
            case Do.PRIORITY:
                return [(str(each), priority_words(each)) for each in PRIORITIES]
            case Do.QUEUE:
                return self._queues()
            case Do.OWNER:
                people = [(str(staff_id), name) for staff_id, name in answering_in(self.brand.id)]
                return [(NOBODY, _("nobody")), *people]
            case Do.TOPIC:
                return list(self.named.topics.items())
            case Do.STATUS:
                known = sorted(STATUSES_FOR_RULES) if self.is_rule else _MACRO_STATUSES
                return [(each, status_value_words(each)) for each in known]
            case Do.REPLY:
                return [(DRAFT, _("put it into the draft")), (SEND, _("send it at once"))]
            case Do.MACRO:
                return [(str(each.id), each.name) for each in shared_macros(self.brand.id)]
            case Do.TELL:
                return self._tellable()
            case _:
                return []

    def _queues(self) -> list[Option]:
        return [(code, name) for code, name in self.named.queues.items() if not code.isdecimal()]

    def _tellable(self) -> list[Option]:
        roles = [(code, told_words(code, self.named)) for code in ("owner", "supervisor", "compliance")]
        teams = [(f"queue:{code}", told_words(f"queue:{code}", self.named)) for code, _name in self._queues()]
        people = [(f"person:{each.email}", each.name) for each in colleagues_in(self.brand.id)]
        return [*roles, *teams, *people]


_LANGUAGES = {"tr": "Türkçe", "en": "English"}


def _label(do: str) -> str:
    said: dict[str, Any] = {
        Do.PARTICIPANT: _("E-mail address"),
        Do.TAG: _("Tag"),
        Do.UNTAG: _("Tag"),
        Do.REPLY: _("What becomes of it"),
        Do.TELL: _("Who is told"),
    }
    return said.get(do, _("Which one"))
