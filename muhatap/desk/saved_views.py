"""Reading saved views: which a member of staff has, and how many cases each of them shows."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.conditions import BadCondition, Condition, as_q, from_plain
from muhatap.cases.models import Case
from muhatap.cases.queries import cases_visible_to
from muhatap.desk.counts import written
from muhatap.desk.models import SavedView
from muhatap.desk.places import After, View
from muhatap.desk.queries import BY_PROMISE, COUNTED_AT_MOST, order_of, until
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
    """For each view how many cases it shows, in a few statements that read a bounded number of them.

    A plus says that there may be more than were looked at.
    """
    asked = [(view, condition) for view in views if (condition := condition_of(view)) is not None]
    if not asked:
        return {}
    seen = cases_visible_to(staff)
    orders = {view.id: order_of(View.ALL, condition) for view, condition in asked}
    windows = {order: _window(seen, order) for order in set(orders.values())}
    rows = [
        windows[orders[view.id]][0].filter(as_q(condition, staff, at)).values("pk")[:COUNTED_AT_MOST]
        for view, condition in asked
    ]
    return {
        view.id: _shown(count, goes_on=windows[orders[view.id]][1])
        for (view, _condition), count in zip(asked, _together(rows), strict=True)
    }


def _window(seen: QuerySet[Case], order: str) -> tuple[QuerySet[Case], bool]:
    """The cases that end first, or changed last, and whether there are more than that."""
    cases = (seen.filter(is_open=True) if order == BY_PROMISE else seen).order_by(order, "id")
    last = cases.values_list(order.lstrip("-"), "id")[LOOKED_AT - 1 : LOOKED_AT].first()
    return (cases.filter(until(order, After(*last))), True) if last else (cases, False)


def _together(wanted: Iterable[QuerySet]) -> Sequence[int]:
    parts, arguments = [], []
    for rows in wanted:
        sql, values = written(rows)
        parts.append(f"SELECT count(*) FROM ({sql}) AS counted" if sql else "SELECT 0")  # noqa: S608
        arguments += values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({'), ('.join(parts)})", arguments)
        return cursor.fetchone()


def _shown(count: int, *, goes_on: bool) -> str:
    if count >= COUNTED_AT_MOST:
        return f"{COUNTED_AT_MOST - 1}+"
    return f"{count}+" if goes_on else str(count)
