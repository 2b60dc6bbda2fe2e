"""How a mailbox speaks: the name that its letters come from, and the signature under them."""

import re
from collections.abc import Mapping

from muhatap.cases.models import Case
from muhatap.channels.models import Mailbox, VaultItem

_VARIABLE = re.compile(r"\{(agent|brand)\}")
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


def mailbox_of(case: Case) -> Mailbox | None:
    """The mailbox that a case is answered from: the one it came to last, else the brand's first."""
    last = (
        VaultItem.objects.filter(case=case, mailbox__isnull=False)
        .select_related("mailbox")
        .order_by("-stored_at", "-id")
        .first()
    )
    return last.mailbox if last else Mailbox.objects.filter(brand_id=case.brand_id).order_by("id").first()


def sender_name(mailbox: Mailbox | None, *, agent: str, brand: str) -> str:
    """The name in From: the mailbox's pattern for a person's letter, the brand for all others."""
    if mailbox is None or not mailbox.sender_pattern or not agent:
        return brand
    return _BREAKS.sub(" ", _filled(mailbox.sender_pattern, {"agent": agent, "brand": brand})).strip()


def signature_of(mailbox: Mailbox | None, *, language: str, agent: str, brand: str) -> str:
    """The signature in a language, or in the one that there is; the brand's name where none is set."""
    texts: Mapping[str, str] = mailbox.signatures if mailbox else {}
    text = texts.get(language) or next((each for each in texts.values() if each), "")
    if not text:
        return brand
    return _filled(text, {"agent": agent or brand, "brand": brand}).strip()


def _filled(text: str, values: Mapping[str, str]) -> str:
    # Not str.format: whoever writes a signature must not reach into our objects.
    return _VARIABLE.sub(lambda match: values[match[1]], text)
