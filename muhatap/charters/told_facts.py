"""What articles may name of a charter: hours, limits, fees, times and numbers, in words of every language."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import override

from muhatap.calendars.week_words import week_lines
from muhatap.charters.schedules import schedule_of
from muhatap.charters.shape import CharterDocument
from muhatap.charters.terms import Bounds, Fee, Flow
from muhatap.promises.wording import span_words
from muhatap.ui.furniture import money_words, percent_words

# Hours of the week are the same in every year.
_ANY_YEAR = (2026,)
Pairs = Iterator[tuple[str, str]]


def told_facts(document: CharterDocument) -> dict[str, dict[str, str]]:
    """The facts by name, each in the brand's languages; what the charter does not say is not there."""
    facts: dict[str, dict[str, str]] = {}
    for language in document.brand.languages:
        with override(language):
            for name, words in _told(document, language):
                if words:
                    facts.setdefault(name, {})[language] = words
    return facts


def _told(document: CharterDocument, language: str) -> Pairs:
    contact = document.brand.contact
    yield "contact.phone", contact.phone
    yield "contact.urgent_phone", contact.urgent_phone
    yield "contact.email", contact.email
    for name in ("password_reset", "one_time_code", "resume_draft", "case_link"):
        yield f"link.{name}", span_words(getattr(document.links, name))
    yield from _channels(document, language)
    for promise in document.promises:
        if promise.public:
            yield f"promise.{promise.id}.limit", span_words(promise.limit)
            yield f"promise.{promise.id}.target", span_words(promise.target)
    for method in document.payment_methods:
        yield f"method.{method.code}.name", method.name.in_language(language)
        for direction in ("deposit", "withdrawal"):
            flow = getattr(method, direction)
            if flow is not None:
                yield from _flow(f"method.{method.code}.{direction}", flow)
    for term in document.refund_terms:
        yield f"refund.{term.id}.limit", span_words(term.limit)
        yield f"refund.{term.id}.target", span_words(term.target)
        yield f"refund.{term.id}.rate", percent_words(float(term.rate), 0)


def _channels(document: CharterDocument, language: str) -> Pairs:
    calendars = {each.code: each for each in document.calendars}
    for channel in document.channels:
        start = f"channel.{channel.code}"
        yield f"{start}.address", channel.address
        if channel.expected:
            yield f"{start}.expected", channel.expected.in_language(language)
        week = schedule_of(calendars[channel.calendar], document.brand.zone, _ANY_YEAR).hours
        lines = week_lines(week)
        if len(lines) == 1:
            yield f"{start}.hours", lines[0][1] if lines[0][1] != _("24 hours") else _("day and night")
        else:
            yield f"{start}.hours", ", ".join(f"{days} {hours}" for days, hours in lines)


def _flow(start: str, flow: Flow) -> Pairs:
    yield f"{start}.within", span_words(flow.within)
    yield f"{start}.usual", span_words(flow.usual)
    yield f"{start}.limits", "; ".join(_bounds(each) for each in flow.bounds)
    yield f"{start}.fee", _fee(flow.fee) if flow.fee else _("free of charge")


def _bounds(bounds: Bounds) -> str:
    least = _money(bounds.minimum, bounds.currency) if bounds.minimum else ""
    most = _money(bounds.maximum, bounds.currency) if bounds.maximum else ""
    if least and most:
        return _("from %(least)s to %(most)s") % {"least": least, "most": most}
    if most:
        return _("up to %(most)s") % {"most": most}
    return _("from %(least)s") % {"least": least} if least else ""


def _fee(fee: Fee) -> str:
    parts = [percent_words(float(fee.percent), 2 if "." in fee.percent else 0)] if fee.percent else []
    if fee.fixed:
        parts.append(_money(fee.fixed, fee.currency))
    return " + ".join(parts)


def _money(amount: str, currency: str) -> str:
    return money_words(int(Decimal(amount) * 100), currency)
