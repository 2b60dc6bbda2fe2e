"""The draft of a charter: read, changed place by place, checked, planned and proposed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.charters import operations as charters
from muhatap.charters.editing.answers import answered
from muhatap.charters.editing.controls import control_at
from muhatap.charters.editing.entries import NotAName, Taken, moved_entry, with_entry, without_entry
from muhatap.charters.editing.places import (
    NoSuchPlace,
    address_of,
    digest_of,
    name_of,
    place_of,
    schema_at,
    value_at,
    with_value,
)
from muhatap.charters.errors import Path
from muhatap.desk import charter_editing as editing
from muhatap.desk.views.door import actor, go, missing, on_desk, page

_MOVES = {"up": -1, "down": 1}


def _of_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a page the draft of its address: 404 when she may not change this charter."""

    @wraps(view)
    def door(request: HttpRequest, staff: Staff, brand: str, **place: str) -> HttpResponse:
        draft = editing.draft_visible_to(staff, brand, timezone.now())
        if draft is None:
            return missing(request)
        try:
            return view(request, staff, draft, **place)
        except NoSuchPlace:
            messages.error(request, _("This place is no longer in the draft."))
            return go(_address(draft))
        except charters.DraftTooLarge:
            messages.error(request, _("This would be more than a charter can hold. Nothing was saved."))
            return go(_address(draft))

    return on_desk(Permission.CONFIGURE)(door)


@require_safe
@_of_draft
def show(request: HttpRequest, staff: Staff, draft: editing.Draft) -> HttpResponse:
    """Show the sections of the charter, what is wrong and what was changed."""
    language = get_language() or "en"
    return page(
        request,
        "charter_draft",
        staff,
        draft=draft,
        groups=editing.groups_of(draft),
        faults=editing.fault_faces(draft),
        lines=draft.lines(language) if draft.row else [],
        collisions=editing.collisions_of(draft, language) if draft.is_stale else [],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@_of_draft
def change(request: HttpRequest, staff: Staff, draft: editing.Draft, place: str) -> HttpResponse:
    """Show the form of a place, and keep what it says in the draft."""
    shown = editing.place_face(draft, place, get_language() or "en")
    if request.method != "POST":
        return _form(request, staff, draft, shown)
    value = answered(control_at(draft.values, shown.path), request.POST)
    seen = charters.Seen(shown.path, request.POST.get("seen", ""))
    try:
        charters.change_draft(brand=draft.brand, seen=seen, value=value, by=actor(staff), at=timezone.now())
    except charters.DraftChanged:
        typed = with_value(draft.values, shown.path, value)
        mine = editing.place_face(draft, place, get_language() or "en", typed)
        return _form(request, staff, draft, mine, status=409, was_changed=True)
    messages.success(request, _("Saved in the draft. Nothing that runs has changed."))
    # The code of an entry is a part of its address, and may just have been changed.
    after = with_value(draft.values, shown.path, value)
    return go(_address(draft, f"at/{address_of(after, shown.path)}/"))


@require_POST
@_of_draft
def add(request: HttpRequest, staff: Staff, draft: editing.Draft) -> HttpResponse:
    """Add an entry to a list or set, empty or like another one, and go to its form."""
    path = place_of(draft.values, request.POST.get("place", ""))
    entries, node = value_at(draft.values, path), schema_at(path)
    name = request.POST.get("name", "").strip()
    try:
        changed = with_entry(node, entries, name, _key(entries, request.POST.get("like", "")))
    except NotAName as example:
        said = _("A code is needed that looks like this: %(example)s") % {"example": example}
        messages.error(request, said)
    except Taken:
        messages.error(request, _("“%(name)s” is already there.") % {"name": name})
    else:
        if _save(request, staff, draft, path, changed):
            new = len(changed) - 1 if isinstance(changed, list) else name
            after = with_value(draft.values, path, changed)
            return go(_address(draft, f"at/{address_of(after, (*path, new))}/"))
    return go(_list_address(draft, path))


@require_POST
@_of_draft
def arrange(request: HttpRequest, staff: Staff, draft: editing.Draft) -> HttpResponse:
    """Take an entry out of a list or set, or move it up or down."""
    path = place_of(draft.values, request.POST.get("place", ""))
    entries = value_at(draft.values, path) or {}
    act, _colon, written = request.POST.get("act", "").partition(":")
    key = _key(entries, written)
    if key is None:
        raise NoSuchPlace(written)
    changed = (
        without_entry(entries, key) if act == "remove" else moved_entry(entries, key, _MOVES.get(act, 0))
    )
    if _save(request, staff, draft, path, changed) and act == "remove":
        said = _("“%(name)s” is out of the draft. It comes back if you take this change back.")
        messages.success(request, said % {"name": name_of(entries[key]) or written})
    return go(_list_address(draft, path))


@require_POST
@_of_draft
def rename(request: HttpRequest, staff: Staff, draft: editing.Draft) -> HttpResponse:
    """Give an entry another code, everywhere where the draft names it."""
    path = place_of(draft.values, request.POST.get("place", ""))
    name = request.POST.get("name", "").strip()
    here = _address(draft, f"at/{address_of(draft.values, path)}/")
    try:
        with_entry(schema_at(path[:-1]), value_at(draft.values, path[:-1]), name, None)
    except NotAName as example:
        said = _("A code is needed that looks like this: %(example)s") % {"example": example}
        messages.error(request, said)
        return go(here)
    except Taken:
        messages.error(request, _("“%(name)s” is already there.") % {"name": name})
        return go(here)
    charters.rename_entry(brand=draft.brand, path=path, name=name, by=actor(staff), at=timezone.now())
    messages.success(request, _("Renamed here and wherever the draft names it."))
    return go(_list_address(draft, path[:-1]))


@require_POST
@_of_draft
def take_back(request: HttpRequest, staff: Staff, draft: editing.Draft) -> HttpResponse:
    """Undo one difference of the draft."""
    place = request.POST.get("path", "")
    charters.take_change_back(brand=draft.brand, place=place, by=actor(staff), at=timezone.now())
    return go(_address(draft, "#differences"))


@require_POST
@_of_draft
def carry(request: HttpRequest, staff: Staff, draft: editing.Draft) -> HttpResponse:
    """Carry the draft over to the version that runs by now."""
    keep = "mine" if request.POST.get("keep") == "mine" else "theirs"
    charters.carry_draft_over(brand=draft.brand, keep=keep, by=actor(staff), at=timezone.now())
    messages.success(request, _("The draft now begins from the version that runs."))
    return go(_address(draft))


@require_POST
@_of_draft
def discard(request: HttpRequest, staff: Staff, draft: editing.Draft) -> HttpResponse:
    """Forget the draft."""
    charters.discard_draft(brand=draft.brand, by=actor(staff), at=timezone.now())
    messages.success(request, _("The draft is discarded. What runs has not changed."))
    return go("/desk/charter/")


def _form(
    request: HttpRequest,
    staff: Staff,
    draft: editing.Draft,
    shown: editing.PlaceFace,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    seen = digest_of(value_at(draft.values, shown.path))
    lists = [
        {
            "face": face,
            "entries": entries,
            "names": names,
            "address": address_of(draft.values, face.control.path),
            "seen": digest_of(face.control.value),
            "takes_name": bool(names) or not face.control.node.get("properties"),
        }
        for face, entries, names in shown.lists
    ]
    return page(
        request, "charter_place", staff, status, draft=draft, shown=shown, seen=seen, lists=lists, **more
    )


def _save(request: HttpRequest, staff: Staff, draft: editing.Draft, path: Path, value: Any) -> bool:
    seen = charters.Seen(path, request.POST.get("seen", ""))
    try:
        charters.change_draft(brand=draft.brand, seen=seen, value=value, by=actor(staff), at=timezone.now())
    except charters.DraftChanged:
        messages.error(request, _("Somebody changed this list meanwhile. Look at it and try again."))
        return False
    return True


def _key(entries: Any, written: str) -> str | int | None:
    if isinstance(entries, list):
        is_place = written.isdecimal() and len(written) < 6 and int(written) < len(entries)
        return int(written) if is_place else None
    return written if written in (entries or {}) else None


def _list_address(draft: editing.Draft, path: Path) -> str:
    """The page on which a list stands: its own, or that of the entry around it."""
    around = path if len(path) == 1 else editing.page_of(path)
    return _address(
        draft, f"at/{address_of(draft.values, around)}/#f-{'.'.join(map(str, path[len(around) :])) or 'all'}"
    )


def _address(draft: editing.Draft, rest: str = "") -> str:
    return f"/desk/charter/edit/{draft.brand.code}/{rest}"
