"""A brand's number at WhatsApp, and the file with its secrets, which is read whenever it is needed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

CHANNEL = "whatsapp"


class WrongAccount(ValueError):
    """The variable or the file cannot be understood; the words name the remedy and no secret."""


@dataclass(frozen=True, slots=True)
class Account:
    """One number: its id there, and what both sides know. `templates` are approved names by language."""

    brand: str
    phone_id: str
    token: str = field(repr=False)
    app_secret: str = field(repr=False)
    verify_token: str = field(repr=False)
    templates: Mapping[str, str] = field(default_factory=dict)


def places_in(text: str) -> dict[str, tuple[str, str]]:
    """`brand=PHONE-ID:FILE`, apart by spaces; `WrongAccount` for anything else."""
    found: dict[str, tuple[str, str]] = {}
    for word in text.split():
        brand, _, place = word.partition("=")
        phone_id, _, path = place.partition(":")
        if not brand or not (phone_id.isascii() and phone_id.isdecimal()) or not path.startswith("/"):
            raise WrongAccount("write brand=PHONE-ID:/path/of/the/file.json, apart by spaces.")
        found[brand] = phone_id, path
    return found


def account_of(brand: str) -> Account | None:
    """The account of a brand as its file says now; None where none is set, `WrongAccount` for a bad file."""
    place = settings.MUHATAP_WHATSAPP.get(brand)
    if place is None:
        return None
    phone_id, path = place
    try:
        said = json.loads(Path(path).read_text())
        secrets = [said[name] for name in ("token", "app_secret", "verify_token")]
        templates = said.get("templates", {})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise WrongAccount("the file cannot be read") from None
    if not all(isinstance(each, str) and len(each) >= 8 and each.isascii() for each in secrets):
        raise WrongAccount("token, app_secret and verify_token are texts of at least 8 characters")
    if not isinstance(templates, dict) or not all(isinstance(each, str) for each in templates.values()):
        raise WrongAccount("templates are names by language")
    return Account(brand, phone_id, *secrets, templates)
