"""Whether a brand may stand before visitors: pure."""

from collections.abc import Mapping
from typing import Any

# In the order in which they are asked for.
LEGAL_NAME, LEGAL_ADDRESS = "legal_name", "legal_address"
LICENCE, REGULATOR, UNPUBLISHED = "licence", "regulator", "unpublished"


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
