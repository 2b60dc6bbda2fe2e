"""Reads of talks with bots."""

import hashlib

from django.conf import settings

from muhatap.bot.models import Line, Talk
from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of


def digest_of(key: str) -> str:
    """What is kept of a talk's key."""
    return hashlib.sha256(key.encode()).hexdigest()


def talk_with_key(brand: Brand, key: str) -> Talk | None:
    """The talk that a visitor's key opens."""
    return Talk.objects.filter(brand=brand, key_digest=digest_of(key)).first()


def talk_of_bot(brand: Brand, bot: str, external_id: str) -> Talk | None:
    """The talk that another bot began under its own name for it."""
    return Talk.objects.filter(brand=brand, bot=bot, external_id=external_id).first()


def lines_of(talk: Talk) -> list[Line]:
    """What was said, in order."""
    return list(Line.objects.filter(talk=talk).order_by("id"))


def has_assistant(brand: Brand) -> bool:
    """Whether the charter lets the built-in assistant answer on its page."""
    return bool((section_of(brand, "help_centre") or {}).get("assistant", True))


def takes_part_in_chats(brand: Brand) -> bool:
    """Whether the charter lets the built-in assistant answer first in live chats."""
    return bool((section_of(brand, "help_centre") or {}).get("assistant_in_chat", False))


def secret_of_bot(brand: Brand, bot: str) -> str:
    """The secret of the operator's own bot with this name, empty where the installation knows none."""
    return settings.MUHATAP_BOTS.get(f"{brand.code}/{bot}", "")
