"""What the events of evidence say to staff in the timeline."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.evidence.wording import REASONS, STATES, VIEWED, kind_words
from muhatap.ui.dates import moment_words

Told = Mapping[str, Any]


def _offered(told: Told, names: Any) -> str:
    return _("Evidence came in: %(kind)s") % {"kind": kind_words(told["sort"])}


def _decided(told: Told, names: Any) -> str:
    said = {"kind": kind_words(told["sort"]), "state": str(STATES.get(told["state"], told["state"]))}
    if told.get("reason") in REASONS:
        reason = str(REASONS.get(told["reason"], told["reason"]))
        return _("%(kind)s: %(state)s. %(reason)s") % {**said, "reason": reason}
    return _("%(kind)s: %(state)s") % said


def _viewed(told: Told, names: Any) -> str:
    what = str(VIEWED.get(told["what"], told["what"]))
    return _("%(kind)s: %(what)s") % {"kind": kind_words(told["sort"]), "what": what}


def _requested(told: Told, names: Any) -> str:
    said = {
        "kinds": ", ".join(kind_words(each) for each in told["sorts"]),
        "due": moment_words(datetime.fromisoformat(told["due_at"]), names.at),
    }
    return _("The customer was asked for %(kinds)s, by %(due)s") % said


def _destroyed(told: Told, names: Any) -> str:
    return _("%(kind)s was destroyed when its time was over") % {"kind": kind_words(told["sort"])}


def _plain(words: Promise) -> Callable[[Told, Any], str]:
    return lambda told, names: str(words)


EVIDENCE_WORDS: dict[str, tuple[str, Callable[..., str]]] = {
    "evidence.offered": ("clip", _offered),
    "evidence.decided": ("check", _decided),
    "evidence.viewed": ("user", _viewed),
    "evidence.look_asked": ("id", _plain(gettext_lazy("Asked to look at an identity document"))),
    "evidence.look_agreed": (
        "id",
        _plain(gettext_lazy("Let somebody look at an identity document")),
    ),
    "evidence.redacted": ("tool", _plain(gettext_lazy("Parts of a piece of evidence were blacked"))),
    "evidence.quarantined": ("alert", _plain(gettext_lazy("A file was put into quarantine"))),
    "evidence.destroyed": ("clip", _destroyed),
    "documents.requested": ("clip", _requested),
    "documents.reminded": ("bell", _plain(gettext_lazy("The customer was reminded of documents"))),
    "documents.request_ended": ("check", _plain(gettext_lazy("A request for documents ended"))),
    "hold.placed": ("shield", _plain(gettext_lazy("The case was put under a legal hold"))),
    "hold.released": ("shield", _plain(gettext_lazy("A legal hold was let go by two people"))),
    "review.begun": ("shield", _plain(gettext_lazy("An additional review began"))),
    "review.ended": ("shield", _plain(gettext_lazy("An additional review ended"))),
}
