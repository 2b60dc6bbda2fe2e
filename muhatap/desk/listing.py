"""The list as its page and the case page show it: rows in groups, the rail, the way to the next page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from muhatap.accounts.models import Staff
from muhatap.cases.conditions import AllOf, BadCondition, Condition, all_of, parse, words_of
from muhatap.desk import queries
from muhatap.desk.faulty_conditions import Fault, fault_of
from muhatap.desk.models import SavedView
from muhatap.desk.places import Place, View, place_of
from muhatap.desk.queries import BY_PROMISE, Desk
from muhatap.desk.rail import Surroundings, grant_of, place_words, saved_items, surroundings_of
from muhatap.desk.rows import Group, end_of_day, groups_of
from muhatap.desk.saved_views import condition_of, counts_of, saved_view_of, saved_views_of, text_of


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list; `fault` is what is wrong with the typed condition.

    `looked_at` says how many cases were looked at where not all were.
    """

    name: str
    place: Place
    groups: list[Group]
    next_query: str
    saved: SavedView | None = None
    fault: Fault | None = None
    looked_at: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in this place."""
        return not self.groups

    @property
    def has_words(self) -> bool:
        """Whether words were typed, for which the search page is the better place."""
        return self.fault is None and bool(self.place.asked) and bool(words_of(parse(self.place.asked)))

    @property
    def save_query(self) -> str:
        """The address of the form that saves what this list asks as a view."""
        return urlencode({"q": f"{self.saved_text} {self.place.asked}".strip()})

    @property
    def saved_text(self) -> str:
        """What the saved view of this list asks."""
        return text_of(self.saved) if self.saved else ""


class UnknownPlace(LookupError):
    """The address names a queue or a view that does not exist or that is not the reader's."""


def listing_of(
    staff: Staff, asked: Mapping[str, str], at: datetime, chosen: str = ""
) -> tuple[Listing, Desk]:
    """The page of the list that an address asks for; `UnknownPlace` for a queue or view that is not hers."""
    desk = queries.desk_of(staff)
    place = place_of(asked, View.OPEN)
    saved = saved_view_of(staff, place.saved) if place.saved else None
    if (place.queue and desk.queue(place.queue) is None) or (place.saved and saved is None):
        raise UnknownPlace(place.here)
    name = saved.name if saved else place_words(desk, place)
    try:
        condition = _condition(place, saved)
    except BadCondition as fault:
        return Listing(name, place, [], "", saved, fault_of(place.asked, fault)), desk
    size = queries.BESIDE if chosen else queries.PAGE
    looked_at = 0
    if condition is None:
        found, more = queries.page_of(desk, place, end_of_day(at), at, size)
    else:
        found, more, looked_at = queries.asked_page_of(desk, place, condition, end_of_day(at), at, size)
    groups = groups_of(
        found,
        queries.next_clocks([row.id for row in found]),
        at,
        staff_id=staff.pk,
        query=place.here,
        chosen=chosen,
        goes_on=more is not None,
        by_promise=place.view is View.RESOLVED
        or queries.order_of(place.view, condition or AllOf()) == BY_PROMISE,
    )
    next_query = place.query(after=more, far=place.far + 1 if looked_at else 0) if more else ""
    return Listing(name, place, groups, next_query, saved, looked_at=looked_at), desk


def around(desk: Desk, listing: Listing, at: datetime, case_number: str = "") -> dict[str, object]:
    """What the templates of list and case need around them; beside a case, saved views come later."""
    surroundings: Surroundings = surroundings_of(desk, listing.place, end_of_day(at))
    saved = [] if case_number else saved_items(desk, listing.place, {})
    is_short = bool(case_number or saved)
    surroundings = replace(surroundings, saved=saved, is_short=is_short)
    return {"listing": listing, "around": surroundings, "grant": grant_of(desk, at, case_number)}


def rail_of(staff: Staff, asked: Mapping[str, str], at: datetime) -> Surroundings:
    """The whole rail with every count."""
    desk = queries.desk_of(staff)
    place = place_of(asked, View.OPEN)
    counts = counts_of(staff, saved_views_of(staff), at)
    surroundings = surroundings_of(desk, place, end_of_day(at))
    return replace(surroundings, saved=saved_items(desk, place, counts))


def _condition(place: Place, saved: SavedView | None) -> Condition | None:
    """What the saved view and the typed text ask together; None where nothing is asked."""
    parts = [parse(place.asked)] if place.asked else []
    if saved is not None:
        # A view that asks for what is known no longer shows nothing rather than everything.
        parts.append(condition_of(saved) or parse("is:open is:done"))
    return all_of(parts) if parts else None
