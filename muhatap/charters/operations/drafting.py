"""Changing the draft of a brand's charter, one place at a time; the draft may hold what the check refuses."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand, CharterDraft
from muhatap.charters.differences import plain_differences
from muhatap.charters.editing.merging import carry_over, taken_back
from muhatap.charters.editing.places import NoSuchPlace, digest_of, value_at, with_value
from muhatap.charters.editing.renaming import renamed
from muhatap.charters.errors import Path
from muhatap.charters.planning import running_charter
from muhatap.charters.shape import CharterDocument
from muhatap.kernel.actors import Actor, ActorKind

Values = dict[str, Any]

# As much as a file may have: whoever types more is stopped before the database is filled.
MOST_CHARACTERS = 2_000_000


class DraftChanged(Exception):
    """Somebody changed the same place since the form was shown."""


class DraftTooLarge(Exception):
    """The draft would hold more than a charter can."""


class NothingRuns(Exception):
    """The brand has no charter that could be changed."""


class NameTaken(Exception):
    """An entry of this name stands there already."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The place that a form shows and the digest of what stood there when it was shown."""

    path: Path
    digest: str


def change_draft(*, brand: Brand, seen: Seen, value: Any, by: Actor, at: datetime) -> None:
    """Put another value at a place; `DraftChanged` when somebody else did since it was shown."""

    def changed(values: Values) -> Values:
        if digest_of(value_at(values, seen.path)) != seen.digest:
            raise DraftChanged
        return with_value(values, seen.path, value)

    _write(brand, changed, by, at)


def rename_entry(*, brand: Brand, path: Path, name: str, by: Actor, at: datetime) -> None:
    """Give an entry another code, everywhere where it is named; `NameTaken` when another has it."""

    def changed(values: Values) -> Values:
        around = value_at(values, path[:-1])
        if isinstance(around, dict) and name in around:
            raise NameTaken(name)
        return renamed(values, path, name)

    _write(brand, changed, by, at)


def take_change_back(*, brand: Brand, place: str, by: Actor, at: datetime) -> None:
    """Undo one difference between the draft and what it began from."""
    with unit_of_work():
        draft = CharterDraft.objects.select_for_update().filter(brand=brand).first()
        if draft is not None:
            base, said = json.loads(draft.base_said), json.loads(draft.said)
            _save(draft, taken_back(base, said, place), by, at)


def carry_draft_over(*, brand: Brand, keep: str, by: Actor, at: datetime) -> None:
    """Put the draft's changes upon the version that runs by now; a draft that then says what runs is gone.

    `keep` is "mine" or "theirs": whose change stays where both changed the same place.
    """
    with unit_of_work():
        draft = CharterDraft.objects.select_for_update().filter(brand=brand).first()
        number, running = running_charter(brand)
        if draft is None or running is None or draft.base == number:
            return
        theirs = running.to_json()
        carried = carry_over(json.loads(draft.base_said), json.loads(draft.said), theirs, keep=keep)
        draft.base, draft.base_said = number, _written(theirs)
        _save(draft, carried.values, by, at)


def discard_draft(*, brand: Brand, by: Actor, at: datetime) -> None:
    """Forget the draft."""
    with unit_of_work():
        CharterDraft.objects.filter(brand=brand).delete()


def forget_spent_draft(*, brand: Brand, document: CharterDocument, by: Actor, at: datetime) -> None:
    """Forget the draft when the charter that is applied says all that it says."""
    with unit_of_work():
        draft = CharterDraft.objects.select_for_update().filter(brand=brand).first()
        if draft is not None and not plain_differences(document.to_json(), json.loads(draft.said)):
            draft.delete()


def _write(brand: Brand, changed: Callable[[Values], Values], by: Actor, at: datetime) -> None:
    with unit_of_work():
        # The brand is locked, so that of two people who begin the draft at once one continues the other's.
        locked = Brand.objects.select_for_update().get(id=brand.id)
        draft = CharterDraft.objects.select_for_update().filter(brand=locked).first() or _begun(
            locked, by, at
        )
        _save(draft, changed(json.loads(draft.said)), by, at)


def _begun(brand: Brand, by: Actor, at: datetime) -> CharterDraft:
    number, running = running_charter(brand)
    if running is None:
        raise NothingRuns(brand.code)
    said = _written(running.to_json())
    return CharterDraft(
        brand=brand, base=number, base_said=said, said=said, begun_by_id=_person(by), begun_at=at
    )


def _save(draft: CharterDraft, values: Values, by: Actor, at: datetime) -> None:
    said = _written(values)
    if len(said) > MOST_CHARACTERS:
        raise DraftTooLarge
    if said == draft.base_said:
        CharterDraft.objects.filter(pk=draft.pk).delete()
        return
    draft.said, draft.changed_by_id, draft.changed_at = said, _person(by), at
    draft.save()


def _person(by: Actor) -> int:
    if by.kind != ActorKind.STAFF or by.id is None:
        raise NoSuchPlace(by.label)
    return by.id


def _written(values: Values) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
