"""Whether a brand may stand before visitors, and whether an address is really its own: pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# In the order in which they are asked for.
LEGAL_NAME, LEGAL_ADDRESS = "legal_name", "legal_address"
LICENCE, REGULATOR, UNPUBLISHED = "licence", "regulator", "unpublished"

_LEAST_DIGITS = 7


def gettext_noop(text: str) -> str:
    """Mark a text for the catalogue; the door that shows it translates it."""
    return text


REMARKS: dict[str, str] = {
    LEGAL_NAME: gettext_noop("The name of the legal entity: brand.legal_entity.name."),
    LEGAL_ADDRESS: gettext_noop("The address of the legal entity: brand.legal_entity.address."),
    LICENCE: gettext_noop(
        "The licence: brand.legal_entity.licence, or “regulated: false” if none is needed."
    ),
    REGULATOR: gettext_noop(
        "The regulator: brand.legal_entity.regulator, or “regulated: false” without one."
    ),
    UNPUBLISHED: gettext_noop("The operator's yes: publication.portal is “private”."),
}


@dataclass(frozen=True, slots=True)
class Official:
    """What an address turned out to be: `kind` (email, domain, phone, account) and how it is written."""

    kind: str
    written: str


def missing_for_visitors(legal: Mapping[str, Any]) -> tuple[str, ...]:
    """What keeps a brand's portal from visitors, as codes; nothing is missing where it may be public.

    The legal entity is always needed; licence and regulator unless the charter says `regulated: false`.
    """
    missing = []
    if not legal.get("name"):
        missing.append(LEGAL_NAME)
    if not legal.get("address"):
        missing.append(LEGAL_ADDRESS)
    if legal.get("regulated", True):
        missing += [code for code in (LICENCE, REGULATOR) if not legal.get(code)]
    if legal.get("portal", "public") == "private":
        missing.append(UNPUBLISHED)
    return tuple(missing)


def official_match(legal: Mapping[str, Any], contact: Mapping[str, Any], sought: str) -> Official | None:
    """The brand's own address that somebody asks about, None when it is not on the list.

    Web addresses count by their host, telephone numbers by their digits, accounts by their name.
    """
    said = legal.get("official") or {}
    wanted = sought.strip().casefold()[:300]
    emails = [
        *said.get("emails", ()),
        contact.get("email", ""),
        (contact.get("sender") or {}).get("email", ""),
    ]
    for email in filter(None, emails):
        if wanted.removeprefix("mailto:") == email.casefold():
            return Official("email", email)
    for account in said.get("accounts", ()):
        names = (account["handle"], account["handle"].lstrip("@"), account.get("url", ""))
        if wanted.rstrip("/") in {name.casefold().rstrip("/") for name in names if name}:
            return Official("account", f"{account['network']}: {account['handle']}")
    for phone in filter(None, (*said.get("phones", ()), contact.get("phone"), contact.get("urgent_phone"))):
        if _same_number(wanted, phone):
            return Official("phone", phone)
    host = _host(wanted)
    for domain in said.get("domains", ()):
        if host and (host == domain.casefold() or host.endswith(f".{domain.casefold()}")):
            return Official("domain", domain)
    return None


def _same_number(sought: str, known: str) -> bool:
    if not re.fullmatch(r"[+0-9 ()/.-]+", sought):
        return False
    one, two = (re.sub(r"[^0-9]", "", each).lstrip("0") for each in (sought, known))
    return len(one) >= _LEAST_DIGITS and (one == two or (two.endswith(one) and len(two) - len(one) <= 3))


def _host(sought: str) -> str:
    """The host of a web address or of nothing but a host; an address of e-mail has none here."""
    if "@" in sought:
        return ""
    found = re.fullmatch(r"(?:https?://)?([a-z0-9.-]+)(?::[0-9]+)?(?:[/?#].*)?", sought)
    return found[1].strip(".") if found else ""
