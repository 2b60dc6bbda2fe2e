"""What every register has: open and closed entries, its table to take along, and one entry by its address."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.desk.views.door import Door, missing, on_desk
from muhatap.reports.exporting import csv_lines


class Shown[Entry: Model](Protocol):
    """Answers with the page of one entry."""

    def __call__(self, request: HttpRequest, staff: Staff, found: Entry, /) -> HttpResponse: ...


def table(name: str, rows: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """Rows as a file of CSV that a spreadsheet cannot be made to run."""
    response = HttpResponse("".join(csv_lines(rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def open_first[Row](rows: Iterable[Row], is_open: Callable[[Row], bool]) -> dict[str, list[Row]]:
    """The rows as the page of a register lists them."""
    listed = [(is_open(row), row) for row in rows]
    return {
        "open_ones": [row for still, row in listed if still],
        "closed": [row for still, row in listed if not still],
    }


def table_door(
    name: str, permission: Permission, rows: Callable[[Staff], Iterable[Mapping[str, Any]]]
) -> Callable[..., HttpResponse]:
    """The door to the whole register as a table."""

    def export(request: HttpRequest, staff: Staff) -> HttpResponse:
        """The register as a table."""
        return table(name, rows(staff))

    return _safe(permission, export)


def entry_door[Entry: Model](
    permission: Permission, visible_to: Callable[[Staff, int], Entry | None], shown: Shown[Entry]
) -> Callable[..., HttpResponse]:
    """The door to one entry, by the one number of its address; 404 where she may not see it."""

    def entry(request: HttpRequest, staff: Staff, **place: int) -> HttpResponse:
        """Show one entry."""
        (number,) = place.values()
        found = visible_to(staff, number)
        return missing(request) if found is None else shown(request, staff, found)

    return _safe(permission, entry)


def _safe(permission: Permission, door: Door) -> Callable[..., HttpResponse]:
    return require_safe(on_desk(permission)(door))
