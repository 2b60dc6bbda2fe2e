"""The list as its page and the case page show it: rows in groups, the rail, the way to the next page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.desk import queries
from muhatap.desk.places import Place, View, place_of
from muhatap.desk.queries import Desk
from muhatap.desk.rail import Surroundings, grant_of, place_words, surroundings_of
from muhatap.desk.rows import Group, end_of_day, groups_of


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list."""

    name: str
    place: Place
    groups: list[Group]
    next_query: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in this place."""
        return not self.groups


class UnknownQueue(LookupError):
    """The address names a queue that does not exist or that the reader does not see."""


def listing_of(
    staff: Staff, asked: Mapping[str, str], at: datetime, chosen: str = ""
) -> tuple[Listing, Desk]:
    """The page of the list that an address asks for; `UnknownQueue` for a queue that is not hers."""
    desk = queries.desk_of(staff)
    place = place_of(asked, View.OPEN)
    if place.queue and desk.queue(place.queue) is None:
        raise UnknownQueue(place.queue)
    size = queries.BESIDE if chosen else queries.PAGE
    found, more = queries.page_of(desk, place, end_of_day(at), at, size)
    groups = groups_of(
        found,
        queries.next_clocks([row.id for row in found]),
        at,
        staff_id=staff.pk,
        query=place.here,
        chosen=chosen,
        goes_on=more is not None,
    )
    next_query = place.query(after=more) if more else ""
    return Listing(place_words(desk, place), place, groups, next_query), desk


def around(desk: Desk, listing: Listing, at: datetime, case_number: str = "") -> dict[str, object]:
    """What the templates of list and case need around them."""
    surroundings: Surroundings = surroundings_of(desk, listing.place, end_of_day(at))
    return {"listing": listing, "around": surroundings, "grant": grant_of(desk, at, case_number)}
