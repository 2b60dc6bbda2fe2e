"""How a mailbox speaks: the name that its letters come from, and the signature under them."""

import re
from collections.abc import Mapping

from muhatap.accounts.models import Staff
from muhatap.cases.models import Case
from muhatap.channels.models import Mailbox, VaultItem
from muhatap.kernel.kept_reads import KeptRead

_VARIABLE = re.compile(r"\{(agent|brand)\}")
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


def mailbox_of(case: Case) -> Mailbox | None:
    """The mailbox that a case is answered from: the one it came to last, else the brand's first."""
    return mailbox_come_to(case) or first_mailbox(case.brand_id)


def mailbox_come_to(case: Case) -> Mailbox | None:
    """The mailbox that mail of this case came to last."""
    last = _LAST_ITEM.first(case.id)
    return last.mailbox if last else None


def first_mailbox(brand_id: int) -> Mailbox | None:
    """The brand's first mailbox."""
    return _FIRST_MAILBOX.first(brand_id)


_LAST_ITEM = KeptRead(
    lambda case_id: (
        VaultItem.objects.filter(case_id=case_id, mailbox__isnull=False)
        .select_related("mailbox")
        .only("id", "mailbox")
        .order_by("-stored_at", "-id")[:1]
    )
)
_FIRST_MAILBOX = KeptRead(lambda brand_id: Mailbox.objects.filter(brand_id=brand_id).order_by("id")[:1])


def sender_name(mailbox: Mailbox | None, *, agent: str, brand: str) -> str:
    """The name in From: the mailbox's pattern for a person's letter, the brand for all others."""
    if mailbox is None or not mailbox.sender_pattern or not agent:
        return brand
    return _BREAKS.sub(" ", _filled(mailbox.sender_pattern, {"agent": agent, "brand": brand})).strip()


def signed_as(staff: Staff | None) -> str:
    """A person's name, with her own lines under it."""
    if staff is None:
        return ""
    return "\n".join(part for part in (staff.name, str(staff.preferences.get("signature", ""))) if part)


def signature_of(mailbox: Mailbox | None, *, language: str, agent: str, brand: str) -> str:
    """The signature in a language, or in the one that there is; the brand's name where none is set."""
    texts: Mapping[str, str] = mailbox.signatures if mailbox else {}
    text = texts.get(language) or next((each for each in texts.values() if each), "")
    if not text:
        return brand
    return _filled(text, {"agent": agent or brand, "brand": brand}).strip()


def spoken(words: str) -> bytes:
    """The words of an answer that is told by telephone, as bytes for the digest of what was told."""
    return words.strip().encode()


def _filled(text: str, values: Mapping[str, str]) -> str:
    # Not str.format: whoever writes a signature must not reach into our objects.
    return _VARIABLE.sub(lambda match: values[match[1]], text)
