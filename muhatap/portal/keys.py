"""How long and how much of what customers hold is kept: of keys only digests."""

import hashlib
import hmac
import re
from datetime import timedelta

from django.conf import settings

from muhatap.cases.models import Case

DRAFT_KEPT_FOR = timedelta(days=7)
CASE_LINK_VALID_FOR = timedelta(minutes=30)
MOST_BYTES = 100 * 1024 * 1024
DRAFT_PURPOSE, LINK_PURPOSE = "form-draft", "mailed-link"
RESUME, TRACK, LOCKER, ACCOUNT, CHANGED = "resume", "track", "locker", "account", "changed"
FOLLOW, STANDING = "follow", "standing"
DATA = "data"
LOCKED, UNLOCKED, REENROLLED, PAYEE = "locked", "unlocked", "reenrolled", "payee"


def completion_token(case: Case) -> str:
    """What opens the page for what a case lacks: its number, signed; a new secret of the case ends it."""
    return f"{case.number.replace('-', '')}-{_completion_seal(case, settings.MUHATAP_KEYRING.active_id)}"


def number_in(token: str) -> str:
    """The case number that a completion token names, whether or not it is signed; empty for none."""
    found = re.fullmatch(r"(\d{12})-[0-9a-f]{32}", token, re.ASCII)
    return found[1] if found else ""


def is_completion_token(token: str, case: Case) -> bool:
    """Whether one of our keys signed this token for this case."""
    seal = token.partition("-")[2]
    seals = [_completion_seal(case, key_id) for key_id in settings.MUHATAP_KEYRING.key_ids]
    return any(hmac.compare_digest(each, seal) for each in seals)


def _completion_seal(case: Case, key_id: str) -> str:
    key = settings.MUHATAP_KEYRING.derive("completion-link", key_id=key_id)
    said = f"{case.brand_id}:{case.id}:{case.secret_generation}"
    return hmac.digest(key, said.encode(), "sha256").hex()[:32]


def digest_of(key: str) -> str:
    """What is kept of a key or token: its SHA-256 (it is random, so no salt is needed)."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
