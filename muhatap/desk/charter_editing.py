"""The draft of a charter on the desk: its sections, its faults, its differences to what runs."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import names_of, scope_of
from muhatap.accounts.roles import Permission
from muhatap.brands.models import Brand, CharterDraft
from muhatap.charters.differences import plain_differences
from muhatap.charters.editing.checking import Fault, draft_problems, fault_of, page_of
from muhatap.charters.editing.controls import Control, Form, control_at
from muhatap.charters.editing.merging import carry_over
from muhatap.charters.editing.places import NoSuchPlace, address_of, name_of, place_of, value_at
from muhatap.charters.errors import Path, path_text
from muhatap.charters.field_words import field_words, section_words
from muhatap.charters.plan_words import Line, lines_of
from muhatap.charters.planning import running_charter
from muhatap.charters.queries import draft_of, law_for
from muhatap.charters.shape import CharterDocument, document_from
from muhatap.charters.writing import yaml_of
from muhatap.desk.charter import Catalogue, brands_deciding
from muhatap.desk.charter_form import ControlFace, EntryFace, entry_faces, face_of, names_to_add

_GROUPS = (
    (
        gettext_lazy("Who speaks"),
        ("brand", "publication", "accessibility", "jurisdictions", "identity_levels"),
    ),
    (gettext_lazy("When and where"), ("calendars", "channels", "help_centre")),
    (gettext_lazy("Who answers"), ("teams", "queues", "plans")),
    (gettext_lazy("What it is about"), ("groups", "topics", "guides", "common_fields")),
    (gettext_lazy("What is promised"), ("promises", "ladder", "prioritisation")),
    (gettext_lazy("Money"), ("payment_methods", "refund_terms")),
    (
        gettext_lazy("Around the case"),
        ("links", "notices", "retention", "survey", "letters", "outside_bodies"),
    ),
)


@dataclass(frozen=True, slots=True)
class FaultFace:
    """A fault with the address of the page and the field that mend it."""

    where: str
    href: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class SectionFace:
    """A section in the index of a draft."""

    code: str
    name: str
    count: int | None
    is_there: bool
    faults: int
    changes: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A brand's charter as it is being changed; without a row it is what runs, and nobody has changed it."""

    brand: Brand
    row: CharterDraft | None
    running: int
    values: dict[str, Any]
    base: CharterDocument
    faults: tuple[Fault, ...]

    @property
    def is_stale(self) -> bool:
        """Whether another version was applied since the draft began."""
        return self.row is not None and self.row.base != self.running

    @property
    def changed_by(self) -> str:
        """Who changed it last."""
        return names_of([self.row.changed_by_id]).get(self.row.changed_by_id, "") if self.row else ""

    def lines(self, language: str) -> list[Line]:
        """Its differences to what it began from, in words."""
        changes = plain_differences(self.base.to_json(), self.values)
        then = self.base if self.faults else document_from(self.values)
        return lines_of(changes, (self.base, then), language)

    def text(self) -> str:
        """The draft as a file."""
        return yaml_of(self.values)


@dataclass(frozen=True, slots=True)
class PlaceFace:
    """One page of a draft: the form of a place, or the entries of a list or set."""

    path: Path
    address: str
    name: str
    code: str
    face: ControlFace
    trail: tuple[tuple[str, str], ...]
    lists: tuple[tuple[ControlFace, tuple[EntryFace, ...], tuple[tuple[str, str], ...]], ...]
    faults: tuple[FaultFace, ...]

    @property
    def is_list(self) -> bool:
        """Whether the whole page is a list of entries."""
        return self.face.control.form is Form.ENTRIES

    @property
    def can_be_renamed(self) -> bool:
        """Whether it is an entry with a code of its own choosing."""
        return len(self.path) > 1 and bool(self.code)


def draft_visible_to(staff: Staff, code: str, at: datetime) -> Draft | None:
    """The draft of the brand with this code, if she may change its charter and there is one to change."""
    brand = next((each for each in brands_deciding(staff) if each.code == code), None)
    if brand is None or not scope_of(staff).may(Permission.CONFIGURE, brand.id):
        return None
    number, running = running_charter(brand)
    if running is None:
        return None
    row = draft_of(brand)
    values = json.loads(row.said) if row else running.to_json()
    base = document_from(json.loads(row.base_said)) if row else running
    problems = draft_problems(values, law_for(code, at.date()))
    catalogue = Catalogue()
    faults = tuple(dict.fromkeys(fault_of(each, values, catalogue) for each in problems))
    return Draft(brand, row, number, values, base, faults)


def groups_of(draft: Draft) -> list[tuple[str, list[SectionFace]]]:
    """The sections of a draft in groups, each with how much is in it, wrong and changed."""
    changes = [each.place[0] for each in plain_differences(draft.base.to_json(), draft.values) if each.place]
    faulty = [each.path[0] for each in draft.faults if each.path]
    return [
        (str(name), [_section(draft, each, faulty.count(each), changes.count(each)) for each in sections])
        for name, sections in _GROUPS
    ]


def fault_faces(draft: Draft) -> list[FaultFace]:
    """Every fault of a draft with the way to where it is mended."""
    return [_fault(draft, each) for each in draft.faults]


def place_face(draft: Draft, address: str, language: str, values: dict[str, Any] | None = None) -> PlaceFace:
    """The page of a place; `values` are those typed where they were not saved. NoSuchPlace for none."""
    path = place_of(draft.values, address)
    if not path or page_of(path) != path or _is_missing(draft.values, path):
        raise NoSuchPlace(address)
    control = control_at(values or draft.values, path)
    faults = [each for each in draft.faults if each.path[: len(path)] == path]
    # What stands in an entry of its own is shown there.
    face = face_of(
        control, [each for each in faults if page_of(each.path) == path or each.path == path], language
    )
    lists = tuple(
        (each, tuple(entry_faces(each.control, faults, language)), tuple(names_to_add(each.control)))
        for each in _lists(face)
    )
    return PlaceFace(
        path=path,
        address=address_of(draft.values, path),
        name=_title(draft.values, path, language),
        code=_code(draft.values, path),
        face=face,
        trail=_trail(draft, path, language),
        lists=lists,
        faults=tuple(_fault(draft, each) for each in faults),
    )


def collisions_of(draft: Draft, language: str) -> list[tuple[Line, Line]]:
    """Where the draft and what was applied since changed the same place: mine and theirs in words."""
    running = running_charter(draft.brand)[1]
    if running is None:
        return []
    carried = carry_over(draft.base.to_json(), draft.values, running.to_json())
    names = (draft.base, running)
    return [
        (lines_of([mine], names, language)[0], lines_of([theirs], names, language)[0])
        for mine, theirs in carried.collisions
    ]


def _section(draft: Draft, code: str, faults: int, changes: int) -> SectionFace:
    value = draft.values.get(code)
    form = control_at(draft.values, (code,)).form
    count = len(value or ()) if form is Form.ENTRIES else None
    return SectionFace(code, section_words(code), count, value is not None, faults, changes)


def _fault(draft: Draft, fault: Fault) -> FaultFace:
    if not fault.path:
        return FaultFace("", "", fault.message, fault.remedy)
    page = page_of(fault.path)
    address, name = address_of(draft.values, page), ".".join(map(str, fault.path[len(page) :]))
    where = ", ".join([section_words(str(fault.path[0])), *_steps(draft.values, fault.path)])
    href = f"/desk/charter/edit/{draft.brand.code}/at/{address}/#f-{name or 'all'}"
    return FaultFace(where, href, fault.message, fault.remedy)


def _steps(values: Any, path: Path) -> list[str]:
    said = []
    for depth in range(1, len(path)):
        step = path[depth]
        entry = value_at(values, path[: depth + 1])
        said.append(name_of(entry) or str(step + 1) if isinstance(step, int) else field_words(step))
    return said


def _lists(face: ControlFace) -> list[ControlFace]:
    here = [face] if face.control.form is Form.ENTRIES else []
    return here + [each for part in face.parts for each in _lists(part)]


def _is_missing(values: dict[str, Any], path: Path) -> bool:
    """Whether the entry that the page would change does not stand in the draft; a section may be new."""
    return len(path) > 1 and value_at(values, path) is None


def _title(values: dict[str, Any], path: Path, language: str) -> str:
    if len(path) == 1:
        return section_words(str(path[0]))
    around = control_at(values, path[:-1])
    return next(each.name for each in entry_faces(around, [], language) if each.key == path[-1])


def _code(values: dict[str, Any], path: Path) -> str:
    around: Control = control_at(values, path[:-1]) if len(path) > 1 else control_at(values, path)
    if "properties" in around.node and around.form is Form.ENTRIES:
        return ""
    last = path[-1]
    return last if isinstance(last, str) and len(path) > 1 else name_of(value_at(values, path))


def _trail(draft: Draft, path: Path, language: str) -> tuple[tuple[str, str], ...]:
    """The pages above this one."""
    base = f"/desk/charter/edit/{draft.brand.code}/"
    above = [(_("Draft"), base)]
    for depth in range(1, len(path)):
        if page_of(path[:depth]) == path[:depth]:
            address = address_of(draft.values, path[:depth])
            above.append((_title(draft.values, path[:depth], language), f"{base}at/{address}/"))
    return tuple(above)


def place_text(path: Path) -> str:
    """A place as the charter's reference writes it."""
    return path_text(path)
