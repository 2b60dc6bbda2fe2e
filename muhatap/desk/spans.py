"""How long a promise is, in words: `72h`, `8bh`, `3bd`, `1mo` as the charter writes them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muhatap.calendars.spans import Span


def span_words(written: str) -> str:
    """A length of time in words."""
    span = Span.parse(written)
    count = span.amount
    match span.unit:
        case "s":
            text = ngettext("%(count)d second", "%(count)d seconds", count)
        case "m":
            text = ngettext("%(count)d minute", "%(count)d minutes", count)
        case "h":
            text = ngettext("%(count)d hour", "%(count)d hours", count)
        case "d":
            text = ngettext("%(count)d day", "%(count)d days", count)
        case "w":
            text = ngettext("%(count)d week", "%(count)d weeks", count)
        case "mo":
            text = ngettext("%(count)d month", "%(count)d months", count)
        case "bm":
            text = ngettext("%(count)d working minute", "%(count)d working minutes", count)
        case "bh":
            text = ngettext("%(count)d working hour", "%(count)d working hours", count)
        case _:
            text = ngettext("%(count)d business day", "%(count)d business days", count)
    return text % {"count": count}


def condition_words(conditions: dict[str, list[str]]) -> str:
    """For what a promise holds."""
    parts = [
        f"{_dimension(name)} {', '.join(values)}" for name, values in sorted(conditions.items()) if values
    ]
    return "; ".join(parts) or _("every case")


def _dimension(name: str) -> str:
    match name:
        case "topic":
            return _("topic")
        case "channel":
            return _("channel")
        case "kind":
            return _("kind of case")
        case "priority":
            return _("priority")
        case _:
            return name
