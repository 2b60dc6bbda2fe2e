"""Saving, sharing, ordering and removing views; a view that others work by leaves facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Role
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.cases.conditions import Condition
from muhatap.desk.events import SharedViewRemoved, SharedViewSaved
from muhatap.desk.models import SavedView
from muhatap.kernel.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class NewView:
    """What a view is called and asks; shared in a brand with some roles, or her own without a brand."""

    name: str
    condition: Condition
    brand: Brand | None = None
    roles: tuple[Role, ...] = ()


def save_view(*, new: NewView, view: SavedView | None, staff: Staff, by: Actor, at: datetime) -> SavedView:
    """Make a view, or change one; it becomes the last of its list."""
    with unit_of_work():
        known = view or SavedView(owner=staff, position=_next_position(staff, new.brand))
        if known.brand_id is not None and (new.brand is None or new.brand.id != known.brand_id):
            _tell_removed(known, by, at)
        known.name, known.condition, known.saved_at = new.name, new.condition.to_plain(), at
        known.brand, known.roles = new.brand, [role.value for role in new.roles]
        known.save()
        if new.brand is not None:
            record(
                SharedViewSaved(
                    brand=new.brand.id,
                    view=known.id,
                    name=new.name,
                    condition=new.condition.to_text(),
                    roles=tuple(known.roles),
                ),
                by=by,
                at=at,
            )
        return known


def remove_view(*, view: SavedView, by: Actor, at: datetime) -> None:
    """Forget a view."""
    with unit_of_work():
        if view.brand_id is not None:
            _tell_removed(view, by, at)
        view.delete()


def place_view(*, view: SavedView, others: Sequence[SavedView], place: int, by: Actor, at: datetime) -> None:
    """Put a view at a place among its list; who orders what only she sees leaves no fact."""
    with unit_of_work():
        order = [each for each in others if each.id != view.id]
        order.insert(max(0, min(place, len(order))), view)
        for position, each in enumerate(order):
            SavedView.objects.filter(id=each.id).exclude(position=position).update(position=position)


def _next_position(staff: Staff, brand: Brand | None) -> int:
    rows = (
        SavedView.objects.filter(brand=brand) if brand else SavedView.objects.filter(owner=staff, brand=None)
    )
    return rows.count()


def _tell_removed(view: SavedView, by: Actor, at: datetime) -> None:
    assert view.brand_id is not None
    record(SharedViewRemoved(brand=view.brand_id, view=view.id, name=view.name), by=by, at=at)
