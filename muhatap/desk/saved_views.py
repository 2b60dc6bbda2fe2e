"""Reading saved views: which a member of staff has, and how many cases each of them shows."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.conditions import BadCondition, Condition, as_q, from_plain, implies_open
from muhatap.cases.models import Case
from muhatap.cases.queries import cases_visible_to
from muhatap.desk.counts import written
from muhatap.desk.models import SavedView
from muhatap.desk.queries import COUNTED_AT_MOST
from muhatap.kernel.kept_reads import KeptRead

VIEWS_AT_MOST = 40
# A count looks at no more cases than these: the ones that end first, or that changed last.
LOOKED_AT = 2000


def saved_views_of(staff: Staff) -> list[SavedView]:
    """Her own views, then those shared with her role, each in its order; read once for each request."""
    known: list[SavedView] | None = getattr(staff, "_saved_views", None)
    if known is None:
        known = _read(staff)
        staff._saved_views = known  # type: ignore[attr-defined]
    return known


def _read(staff: Staff) -> list[SavedView]:
    scope = scope_of(staff)
    brand_ids = tuple(scope.brand_ids_with(Permission.READ_CASES))
    found = _VIEWS(staff.pk, brand_ids) if brand_ids else []
    hers = [view for view in found if not view.is_shared]
    shared = [
        view
        for view in found
        if view.is_shared
        and view.brand_id in brand_ids
        and (view.owner_id == staff.pk or scope.roles[view.brand_id] in view.roles)
    ]
    return [*hers, *shared][:VIEWS_AT_MOST]


_VIEWS = KeptRead(
    lambda staff_id, brand_ids: SavedView.objects.filter(
        Q(owner_id=staff_id, brand__isnull=True) | Q(brand_id__in=brand_ids)
    ).order_by("position", "id")
)


def saved_view_of(staff: Staff, view_id: int) -> SavedView | None:
    """The view with this id, if it is one of hers or shared with her."""
    return next((view for view in saved_views_of(staff) if view.id == view_id), None)


def may_change(staff: Staff, view: SavedView) -> bool:
    """Whether she may change, order and remove a view: her own, or one of a brand where she leads."""
    if view.brand_id is None:
        return view.owner_id == staff.pk
    return scope_of(staff).may(Permission.ASSIGN_OTHERS, view.brand_id)


def beside(staff: Staff, view: SavedView) -> list[SavedView]:
    """The views of the list in which a view stands, in their order."""
    return [each for each in saved_views_of(staff) if each.brand_id == view.brand_id]


def condition_of(view: SavedView) -> Condition | None:
    """What a view asks; None where a field that it asked about is known no longer."""
    try:
        return from_plain(view.condition)
    except BadCondition:
        return None


def text_of(view: SavedView) -> str:
    """What a view asks, as it is typed."""
    condition = condition_of(view)
    return condition.to_text() if condition else ""


def counts_of(staff: Staff, views: Sequence[SavedView], at: datetime) -> dict[int, str]:
    """For each view how many cases it shows, in one statement that reads a bounded number of them.

    A plus says that there may be more than were looked at.
    """
    asked = [(view, condition) for view in views if (condition := condition_of(view)) is not None]
    if not asked:
        return {}
    seen = cases_visible_to(staff)
    open_window = seen.filter(is_open=True).order_by("next_due_at", "id").values("pk")
    late_window = seen.order_by("-updated_at", "id").values("pk")
    rows: list[QuerySet[Case]] = [open_window[: LOOKED_AT + 1], late_window[: LOOKED_AT + 1]]
    for _view, condition in asked:
        window = open_window if implies_open(condition) else late_window
        within = Case.objects.filter(pk__in=window[:LOOKED_AT])
        rows.append(within.filter(as_q(condition, staff, at)).order_by().values("pk")[:COUNTED_AT_MOST])
    open_seen, all_seen, *counts = _together(rows)
    return {
        view.id: _shown(count, open_seen if implies_open(condition) else all_seen)
        for (view, condition), count in zip(asked, counts, strict=True)
    }


def _together(wanted: Iterable[QuerySet]) -> Sequence[int]:
    parts, arguments = [], []
    for rows in wanted:
        sql, values = written(rows)
        parts.append(f"SELECT count(*) FROM ({sql}) AS counted" if sql else "SELECT 0")  # noqa: S608
        arguments += values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({'), ('.join(parts)})", arguments)
        return cursor.fetchone()


def _shown(count: int, looked_at: int) -> str:
    if count >= COUNTED_AT_MOST:
        return f"{COUNTED_AT_MOST - 1}+"
    return f"{count}+" if looked_at > LOOKED_AT else str(count)
