"""The table of published pages: what each is called, when a charter has it, and what it says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muhatap.portal.published import announced, hours, law, procedure, promising, refunding, who
from muhatap.portal.published.editions import Edition

Facts = dict[str, Any]


def _always(edition: Edition) -> bool:
    return True


def _is_current(edition: Edition) -> bool:
    return edition.is_current


def _with(section: str) -> Callable[[Edition], bool]:
    return lambda edition: bool(edition.section(section))


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `is_live` where what it says of the charter in force changes with the time."""

    code: str
    title: str | Promise
    about: str | Promise
    build: Callable[[Edition, Mapping[str, str]], Facts]
    is_there: Callable[[Edition], bool] = _always
    is_live: bool = False


_ALL = (
    Page(
        "scope",
        _("Whom you are dealing with"),
        _("What we answer, the company behind it, its licence and who supervises it."),
        lambda edition, asked: who.scope(edition),
    ),
    Page(
        "channels",
        _("Channels and hours"),
        _("What is open now, until when, and the next holidays and half days."),
        lambda edition, asked: hours.channels(edition),
        is_live=True,
    ),
    Page(
        "promises",
        _("Promised times"),
        _("By when you hear from us, from when it counts and what may pause it."),
        promising.promises,
        is_live=True,
    ),
    Page(
        "priorities",
        _("What we look at first"),
        _("The order in which cases are taken, and what never changes it."),
        lambda edition, asked: procedure.priorities(edition),
        _with("prioritisation"),
    ),
    Page(
        "refunds",
        _("What is given back"),
        _("How much, asked for within how many days, and by when you have it."),
        lambda edition, asked: refunding.refunds(edition),
        _with("refund_terms"),
    ),
    Page(
        "complaints",
        _("How a complaint goes"),
        _("The steps with dates, objecting, and who decides outside of us."),
        lambda edition, asked: procedure.complaints(edition),
        is_live=True,
    ),
    Page(
        "rights",
        _("Your rights"),
        _("Country by country, with the law, its numbers and where we read them."),
        lambda edition, asked: law.rights(edition),
        _with("jurisdictions"),
    ),
    Page(
        "official",
        _("Is this really us?"),
        _("Our true addresses, accounts and numbers. Check one, or report an impostor."),
        lambda edition, asked: who.official(edition),
    ),
    Page(
        "announcements",
        _("Announcements"),
        _("What everybody should know now, and what we said before."),
        lambda edition, asked: announced.announcements(edition),
        _is_current,
        is_live=True,
    ),
    Page(
        "accessibility",
        _("Accessibility"),
        _("How these pages can be used, other ways to reach us, and how to ask for them."),
        lambda edition, asked: who.accessibility(edition),
        _with("accessibility"),
    ),
)
PAGES: dict[str, Page] = {page.code: page for page in _ALL}
# Only for programs: the operator's own site shows it in a corner.
OPEN_NOW = Page(
    "open", _("Open now"), "", lambda edition, asked: hours.open_now(edition), _is_current, is_live=True
)


def page_called(code: str, edition: Edition) -> Page | None:
    """The page with this code, if this charter has what it shows."""
    page = OPEN_NOW if code == OPEN_NOW.code else PAGES.get(code)
    return page if page is not None and page.is_there(edition) else None


def pages_of(edition: Edition) -> list[Page]:
    """The pages that this charter has, in their order."""
    return [page for page in PAGES.values() if page.is_there(edition)]


def address_of(edition: Edition, code: str = "", suffix: str = "/") -> str:
    """Where a page of an edition stands; the charter in force has no number in its addresses."""
    place = f"/{edition.brand.code}/charter"
    if not edition.is_current:
        place += f"/v{edition.standing.number}"
    return f"{place}/{code}{suffix}" if code else f"{place}{suffix}"
