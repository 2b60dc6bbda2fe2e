"""Webhooks in words: how they stand, why a call failed, and what can be chosen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from muhatap.integrations.models import CallState, Webhook, WebhookAttempt
from muhatap.integrations.offering import OPEN, offered_facts


@dataclass(frozen=True, slots=True)
class EventRow:
    """A kind of event as the page of events shows it."""

    kind: str
    what: str
    fields: tuple[tuple[str, bool], ...]
    is_open: bool


def nouns() -> list[tuple[str, list[str]]]:
    """What events are about, with their kinds, for choosing whole nouns; what is open to all alone."""
    found: dict[str, list[str]] = {}
    for kind in sorted(OPEN):
        found.setdefault(kind.partition(".")[0], []).append(kind)
    return list(found.items())


def event_rows() -> list[EventRow]:
    """Every kind of event with its own sentence and fields; personal ones are marked."""
    return [
        EventRow(
            kind,
            " ".join((fact.__doc__ or "").split()),
            tuple((name, name in fact.personal) for name in fact.__dataclass_fields__),
            kind in OPEN,
        )
        for kind, fact in offered_facts().items()
    ]


def standing_words(webhook: Webhook) -> tuple[str, str]:
    """An icon and a word for how a webhook stands."""
    if webhook.stopped_at is not None:
        return "pause", {
            "by_hand": _("Stopped by hand"),
            "failing": _("Stopped after five days of failure"),
            "gone": _("Stopped: the other side says that it is gone"),
        }.get(webhook.stopped_because, _("Stopped"))
    if webhook.failing_since is not None:
        return "alert", _("Failing")
    return "check", _("Called")


def state_words(state: str) -> str:
    """How the telling of one event stands."""
    return {
        CallState.WAITING: _("Waits"),
        CallState.TAKEN: _("Taken"),
        CallState.GIVEN_UP: _("Given up"),
    }.get(CallState(state), state)


def attempt_words(attempt: WebhookAttempt | None) -> str:
    """What came of an attempt, in a few words."""
    if attempt is None:
        return ""
    if attempt.status is not None:
        return _("Answered %(status)s") % {"status": attempt.status}
    return {
        "private_address": _("The name leads into a private network"),
        "unknown_host": _("The name is not known"),
        "unreachable": _("Nobody answers there"),
        "tls": _("Its certificate is not valid"),
        "too_slow": _("No answer within ten seconds"),
        "unreadable": _("The event cannot be read"),
    }.get(attempt.failure, _("The address is not called"))


def address_words(code: str) -> str:
    """Why an address cannot be called, and what to write."""
    return {
        "not_https": _("Write an address that begins with https://."),
        "credentials": _("Leave name and password out of the address; the signature shows who calls."),
        "too_long": _("Write an address of at most 500 characters."),
    }.get(code, _("Write an address such as https://example.com/hooks/desk."))


def webhook_said(params: Mapping[str, object]) -> tuple[str, str]:
    """The notice that a webhook was stopped."""
    words = _("Webhook “%(name)s” is called no more: five days without a good answer")
    if params.get("because") == "gone":
        words = _("Webhook “%(name)s” is called no more: the other side says that it is gone")
    return "alert", words % {"name": params.get("name", "")}


def chosen_kinds(nouns_chosen: Iterable[str], written: str) -> list[str]:
    """The kinds of a form: whole nouns that were ticked and single kinds that were written."""
    return sorted({*(each for each in nouns_chosen if each), *written.replace(",", " ").split()})
