"""What is said of the standing of parts in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.incidents.models import State
from muhatap.incidents.queries import offered_components, standings_at
from muhatap.incidents.spans import Effect
from muhatap.ui.furniture import CHANNELS

STATE_WORDS = {
    State.INVESTIGATING: gettext_lazy("We are looking into it"),
    State.IDENTIFIED: gettext_lazy("The cause is found"),
    State.MONITORING: gettext_lazy("Mended, and watched"),
    State.RESOLVED: gettext_lazy("Resolved"),
    State.PLANNED: gettext_lazy("Planned"),
    State.UNDER_WAY: gettext_lazy("Under way"),
    State.DONE: gettext_lazy("Done"),
    State.CANCELLED: gettext_lazy("Called off"),
}
EFFECT_WORDS = {
    Effect.NONE: gettext_lazy("Works"),
    Effect.SLOW: gettext_lazy("Slower than usual"),
    Effect.CLOSED: gettext_lazy("Cannot be reached"),
}
CAUSE_WORDS = {
    "unwatched": gettext_lazy("Nobody could watch it, so it counts as not reachable"),
    "mail_waits": gettext_lazy("Letters wait longer than usual to leave"),
    "mail_unread": gettext_lazy("A mailbox cannot be read at the moment"),
    "background": gettext_lazy("Work in the background rests"),
}


@dataclass(frozen=True, slots=True)
class Banner:
    """What a page says above everything: what cannot be reached, what is slow, and what still works."""

    closed: tuple[str, ...]
    slow: tuple[str, ...]
    working: tuple[str, ...]

    @property
    def text(self) -> str:
        """The same in one line."""
        parts = []
        if self.closed:
            parts.append(_("Cannot be reached now: %(parts)s.") % {"parts": ", ".join(self.closed)})
        if self.slow:
            parts.append(_("Slower than usual: %(parts)s.") % {"parts": ", ".join(self.slow)})
        if self.working:
            parts.append(_("Works as usual: %(parts)s.") % {"parts": ", ".join(self.working)})
        return " ".join(parts)


def part_names(brand: Brand, languages: Sequence[str]) -> dict[str, str]:
    """The brand's parts in their order, each by the name that its charter gives it."""
    said = section_of(brand, "channels") or brand.channels
    own = {"portal": _("This portal"), "help_centre": _("Help centre")}
    return {
        code: own.get(code) or _named(said[code].get("name"), languages) or _channel(code)
        for code in offered_components(brand, said)
    }


def part_icon(code: str) -> str:
    """The icon of a part."""
    own = {"portal": "user", "help_centre": "book"}
    return own.get(code) or (CHANNELS[code][0] if code in CHANNELS else "link")


def banner_of(brand: Brand, languages: Sequence[str], at: datetime) -> Banner | None:
    """What visitors should know before they begin; None where everything works."""
    standings = standings_at(brand, at)
    if not standings:
        return None
    names = part_names(brand, languages)
    by_effect: dict[Effect, list[str]] = {effect: [] for effect in Effect}
    for code, name in names.items():
        standing = standings.get(code)
        by_effect[standing.effect if standing else Effect.NONE].append(name)
    closed, slow = tuple(by_effect[Effect.CLOSED]), tuple(by_effect[Effect.SLOW])
    return Banner(closed, slow, tuple(by_effect[Effect.NONE])) if closed or slow else None


def said_in(texts: Mapping[str, str], languages: Sequence[str]) -> str:
    """A text in the first of these languages in which it was written."""
    return next((texts[code] for code in languages if texts.get(code)), next(iter(texts.values()), ""))


def _named(texts: Any, languages: Sequence[str]) -> str:
    return said_in(texts, languages) if isinstance(texts, Mapping) else str(texts or "")


def _channel(code: str) -> str:
    return str(CHANNELS[code][1]) if code in CHANNELS else code
