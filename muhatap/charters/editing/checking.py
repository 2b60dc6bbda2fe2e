"""The check of a draft: the same as that of a file, with each fault at the place of a form that mends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from muhatap.charters.checks import meaning_problems
from muhatap.charters.checks.law import Law
from muhatap.charters.conforming import schema_problems
from muhatap.charters.editing.controls import Control, Form, form_of
from muhatap.charters.editing.places import NoSuchPlace, parsed, schema_at, value_at
from muhatap.charters.errors import Path, Problem
from muhatap.charters.fault_texts import gettext_noop
from muhatap.charters.loading import Loaded
from muhatap.charters.wording import problem_words

_ = gettext_noop

# A form has no lines and no keys, so these faults are said in another way than of a file.
_ON_A_FORM: dict[str, tuple[str, str]] = {
    "missing_key": (_("This is needed."), "{description}"),
    "unknown_key": (_("“{key}” is unknown here."), _("Remove it.")),
    "not_text": (_("The value must be a text, not {found}."), _("Write it in another way.")),
    "duplicate_id": (_("The {what} “{value}” is already there."), _("Give each {what} its own name.")),
    "duplicate_mailbox": (
        _("The address “{value}” is already another mailbox."),
        _("Use each address for one mailbox only."),
    ),
    "covered_twice": (
        _("“{what}” is already covered by the class “{other}”."),
        _("Let each sort of data belong to one class."),
    ),
    "ambiguous_promise": (
        _("The promise says about “{clock}” what “{other}” says for the same cases."),
        _("Change the conditions of one, or join the two."),
    ),
    "refund_ambiguous": (
        _("The rule says about the same refunds what “{other}” says."),
        _("Change the conditions of one, or join the two."),
    ),
}
_HOURS = (_("This cannot be read as hours."), _("Write it like this: 09:00-12:00, 13:00-18:00."))
_NUMBER = (_("“{value}” is not a whole number."), _("Write digits only."))
_LENGTH = (_("“{value}” is not a length of time."), _("Write a number and choose a unit."))
_BY_FORM = {Form.HOURS: _HOURS, Form.WHOLE: _NUMBER, Form.SPAN: _LENGTH}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a draft: where, and in which words it is told."""

    path: Path
    message: str
    remedy: str


def draft_problems(values: dict[str, Any], law: Law) -> list[Problem]:
    """Return every fault of a draft, as the check of a file finds them."""
    loaded = Loaded(values, {}, {})
    return schema_problems(loaded) or meaning_problems(loaded, law)


def fault_of(problem: Problem, values: dict[str, Any], texts: Mapping[str, str]) -> Fault:
    """Return a problem as a form says it; `texts` is the catalogue from English to the reader's language."""
    params, path = dict(problem.params), parsed(problem.path)
    if problem.code == "missing_key":
        path = (*(() if problem.path == "(file)" else path), params["key"])
    special = _ON_A_FORM.get(problem.code)
    if problem.code in ("wrong_type", "not_text", "bad_format"):
        special = _of_form(path) or special
    if special is None:
        return Fault(path, *problem_words(problem, texts))
    said = {name: texts.get(value, value) for name, value in params.items()}
    if special in (_NUMBER, _LENGTH):
        said["value"] = _short(value_at(values, path, ""))
    message, remedy = (texts.get(each, each).format(**said) for each in special)
    return Fault(path, message, remedy)


def control_for(fault: Path, controls: list[Control]) -> Control | None:
    """Return the innermost of these controls that a fault's place lies in, or None."""
    around = [each for each in controls if each.path == fault[: len(each.path)]]
    return max(around, key=lambda each: len(each.path), default=None)


def page_of(path: Path) -> Path:
    """Return the place of the page on which a place is changed: a section, or an entry of its own."""
    page: Path = path[:1]
    for depth in range(1, len(path)):
        try:
            around = schema_at(path[:depth])
            schema_at(path[: depth + 1])
        except NoSuchPlace:
            break
        if form_of(around) is Form.ENTRIES:
            page = path[: depth + 1]
    return page


def _of_form(path: Path) -> tuple[str, str] | None:
    for depth in range(len(path), 0, -1):
        try:
            form = form_of(schema_at(path[:depth]))
        except NoSuchPlace:
            return None
        if form in _BY_FORM:
            return _BY_FORM[form]
    return None


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
