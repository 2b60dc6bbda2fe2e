"""What is really set up: read from settings, charter, rules and what was done, never from a text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from muhatap.accounts.access_rules import IDLE
from muhatap.accounts.queries import access_rules_of
from muhatap.accounts.roles import Role
from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.channels.chat_hours import channel_said
from muhatap.incidents.wording import said_in
from muhatap.kernel.drills import Drill, last_drill
from muhatap.privacy.queries.audits import audits_published


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody else who handles data: what for, and in which country."""

    name: str
    purpose: str
    country: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page may speak of; what is off is False, empty or None, and then it is not claimed."""

    is_tls: bool
    hsts_days: int
    keys: int
    passkey_roles: int
    has_networks: bool
    idle_minutes: int
    scans_files: bool
    stamps_record: bool
    drill: Drill | None
    retention: tuple[tuple[str, str, str], ...]
    data_place: str
    security_email: str
    processors: tuple[Partner, ...]
    audits: tuple[tuple[str, date], ...]
    mail_host: str
    has_model: bool
    has_assistant: bool
    has_chat: bool
    publishes_performance: bool


def seen_of(brand: Brand, languages: Sequence[str], at: datetime) -> Seen:
    """The settings of this machine and of the brand's charter, as they are at a moment."""
    publication = section_of(brand, "publication") or {}
    rules = access_rules_of([brand.id])
    idle = {each.role: each.idle_minutes for each in rules if each.idle_minutes}
    usual = int(IDLE.total_seconds() // 60)
    return Seen(
        is_tls=bool(settings.SECURE_SSL_REDIRECT),
        hsts_days=settings.SECURE_HSTS_SECONDS // 86_400,
        keys=len(settings.MUHATAP_KEYRING.key_ids),
        passkey_roles=sum(each.needs_passkey for each in rules),
        has_networks=any(each.networks for each in rules),
        idle_minutes=max(idle.get(role, usual) for role in Role),
        scans_files=bool(settings.MUHATAP_CLAMD),
        stamps_record=bool(settings.MUHATAP_TSA_URL),
        drill=last_drill(Path(settings.MUHATAP_DATA)),
        retention=_retention(brand, languages),
        data_place=said_in(publication.get("data_place") or {}, languages),
        security_email=str(publication.get("security_email", "")),
        processors=tuple(
            Partner(each["name"], said_in(each["purpose"], languages), each["country"])
            for each in publication.get("sub_processors", ())
        ),
        audits=tuple(audits_published(brand)),
        mail_host=urlsplit(settings.MUHATAP_SMTP_URL).hostname or "",
        has_model=settings.MUHATAP_MODEL is not None,
        has_assistant=bool((section_of(brand, "help_centre") or {}).get("assistant", False)),
        has_chat=channel_said(brand, "live_chat") is not None,
        publishes_performance=publication.get("performance", "quarterly") != "none",
    )


def _retention(brand: Brand, languages: Sequence[str]) -> tuple[tuple[str, str, str], ...]:
    """What is kept, how long as the charter writes it, and why."""
    return tuple(
        (said_in(each["name"], languages), each["keep"], said_in(each.get("basis") or {}, languages))
        for each in (section_of(brand, "retention") or {}).values()
    )
