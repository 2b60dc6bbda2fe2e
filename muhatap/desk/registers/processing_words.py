"""The words of the record of processing."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from muhatap.incidents.wording import said_in
from muhatap.promises.wording import span_words

CATEGORY_WORDS = {
    "name": _("Name"),
    "contact": _("Contact"),
    "correspondence": _("Correspondence"),
    "documents": _("Documents"),
    "transactions": _("Transactions"),
    "device": _("Browser and network"),
    "identity": _("Identity"),
    "opinions": _("Opinions"),
    "credentials": _("Passwords and keys"),
    "actions": _("What was done, and when"),
}
PEOPLE_WORDS = {"customers": _("Customers"), "representatives": _("Those who write for them")}
MEASURE_WORDS = {
    "sealed": _("encrypted storage"),
    "masked": _("numbers masked"),
    "two_factors": _("two factors for staff"),
    "roles": _("roles and queues"),
    "ledger": _("every look written down"),
    "chain": _("unchangeable record"),
}

UNTIL = _("Until you end it.")


def kept_words(keep: str) -> str:
    """How long, as the charter writes it (`10y`, `90d`), in words."""
    if keep.endswith("y"):
        years = int(keep[:-1])
        return ngettext("%(count)d year", "%(count)d years", years) % {"count": years}
    return span_words(keep)


def said(texts: Any, languages: Sequence[str]) -> str:
    """A text by language in the first of these, or what stands there."""
    return said_in(texts, languages) if isinstance(texts, dict) else str(texts or "")
