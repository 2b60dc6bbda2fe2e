"""The form of one place of a charter as a page shows it: controls with words, choices and faults."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from muhatap.charters.editing.checking import Fault, control_for
from muhatap.charters.editing.controls import Control, Form
from muhatap.charters.editing.entries import names_left
from muhatap.charters.editing.places import name_of, resolved
from muhatap.charters.errors import Path
from muhatap.desk import charter_words as words
from muhatap.promises.wording import clock_words, span_words

_LONG = 70
_MANY = 6
_SHORT_TEXTS = frozenset({"name", "label", "heading"})


@dataclass(frozen=True, slots=True)
class ChoiceFace:
    """One choice, and whether it is the one that stands."""

    code: str
    words: str
    is_chosen: bool


@dataclass(slots=True)
class ControlFace:
    """One control of the page; `faults` are those of its place and of what has no control of its own."""

    control: Control
    label: str
    hint: str
    choices: tuple[ChoiceFace, ...] = ()
    units: tuple[ChoiceFace, ...] = ()
    parts: list["ControlFace"] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    is_new: bool = False
    is_long: bool = False
    place: int = 0

    @property
    def form(self) -> str:
        """Which kind of input it is."""
        return self.control.form.value

    @property
    def id(self) -> str:
        """Its id on the page."""
        return f"f-{self.control.name or 'all'}"

    @property
    def chosen_words(self) -> str:
        """What is chosen of many, in a line."""
        chosen = [each.words for each in self.choices if each.is_chosen]
        more = f" +{len(chosen) - 4}" if len(chosen) > 4 else ""
        return ", ".join(chosen[:4]) + more if chosen else _("None chosen")

    @property
    def describedby(self) -> str:
        """The ids of what describes it."""
        return " ".join(
            each
            for each in (f"{self.id}-h" if self.hint else "", f"{self.id}-e" if self.faults else "")
            if each
        )


@dataclass(frozen=True, slots=True)
class EntryFace:
    """One entry of a list or set that has a page of its own."""

    key: str | int
    step: str
    name: str
    code: str
    facts: str
    faults: int


def face_of(control: Control, faults: list[Fault], language: str) -> ControlFace:
    """The page's control with all that belongs to it, each fault at the innermost one that it lies in."""
    shown: list[ControlFace] = []
    root = _face(control, language, shown)
    for fault in faults:
        innermost = control_for(fault.path, [each.control for each in shown if not each.is_new])
        at = next((each for each in shown if each.control is innermost), root)
        at.faults.append(fault)
    return root


def entry_faces(control: Control, faults: list[Fault], language: str) -> list[EntryFace]:
    """The entries of a list or set, in order."""
    entries = control.value or ()
    keys: list[Any] = list(entries) if isinstance(entries, dict) else list(range(len(entries)))
    codes = [name_of(each) for each in entries] if isinstance(entries, list) else []
    return [
        EntryFace(
            key=key,
            step=codes[key] if codes and codes.count(codes[key]) == 1 and codes[key] else str(key),
            name=_name(control, entries[key], key, language),
            code=codes[key] if codes else str(key),
            facts=_facts(entries[key]),
            faults=sum(_within(fault.path, (*control.path, key)) for fault in faults),
        )
        for key in keys
    ]


def names_to_add(control: Control) -> list[tuple[str, str]]:
    """Names that a set with given names still lacks, with their words."""
    return [
        (name, words.name_words(control.path[0], name)) for name in names_left(control.node, control.value)
    ]


def _face(control: Control, language: str, shown: list[ControlFace]) -> ControlFace:
    face = ControlFace(control, words.label_of(control), words.hint_of(control))
    shown.append(face)
    if control.choices:
        face.choices = _choices(control, language)
    if control.form is Form.SPAN:
        units = words.KEEP_UNITS if control.piece == "keep" else words.SPAN_UNITS
        face.units = tuple(ChoiceFace(each, words.unit_words(each), each == control.unit) for each in units)
    if control.form is Form.CHECKS:
        face.is_long = len(face.choices) > _MANY
    if control.form is Form.TEXT:
        face.is_long = control.key not in _SHORT_TEXTS or any(
            len(part.written) > _LONG or "\n" in part.written for part in control.parts
        )
    face.parts = [_face(part, language, shown) for part in control.parts if part.form is not Form.FIXED]
    if control.form in (Form.ROWS, Form.PAIRS):
        _name_rows(face)
    return face


def _name_rows(face: ControlFace) -> None:
    inner = resolved(face.control.node.get("items") or face.control.node["additionalProperties"])
    title = words.titled(inner)
    held = len(face.control.value) if isinstance(face.control.value, list | dict) else 0
    for index, part in enumerate(face.parts):
        part.is_new, part.place = index >= held, index + 1
        part.label = _("New: %(what)s") % {"what": title} if part.is_new else f"{title} {index + 1}"
        part.hint = ""


def _choices(control: Control, language: str) -> tuple[ChoiceFace, ...]:
    chosen = control.chosen if control.form is Form.CHECKS else (control.written,)
    return tuple(
        ChoiceFace(code, words.choice_words(control, code, text, language), code in chosen)
        for code, text in control.choices
    )


def _name(control: Control, entry: Any, key: str | int, language: str) -> str:
    said = (entry.get("name") or entry.get("label")) if isinstance(entry, dict) else None
    if isinstance(said, dict) and said:
        return str(said.get(language) or next(iter(said.values())))
    if isinstance(key, str) and key in control.node.get("properties", {}):
        return words.name_words(control.path[0], key)
    return name_of(entry) or str(key)


def _facts(entry: Any) -> str:
    """The little that tells entries apart: what a promise measures and how long, where a topic waits."""
    if isinstance(entry, list):
        return _("Steps: %(count)d") % {"count": len(entry)}
    facts = [clock_words(entry["clock"])] if entry.get("clock") else []
    times = [_time(entry[key]) for key in ("target", "limit") if isinstance(entry.get(key), str)]
    facts += [" – ".join(times)] if times else []
    facts += [str(entry[key]) for key in ("queue", "team", "calendar", "kind", "priority") if entry.get(key)]
    return " · ".join(facts[:3])


def _time(written: str) -> str:
    try:
        return span_words(written)
    except ValueError:
        return written


def _within(path: Path, place: Path) -> bool:
    return path[: len(place)] == place
