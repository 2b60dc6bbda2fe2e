"""Telling people from programs without asking anybody to read distorted letters."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.core import signing

from muhatap.portal.models import FormDraft

# People cannot see this input; programs that fill in everything do.
TRAP = "website"
STAMP = "stamp"
PERSON = "person"

_SALT = "portal.stamp"
_FASTEST_SECONDS = 1
_OLDEST_SECONDS = 24 * 3600


def stamp_of(draft: FormDraft) -> str:
    """What a page carries to prove that it was asked for before it was sent."""
    return signing.dumps(draft.id, salt=_SALT)


def fresh_stamp() -> str:
    """What a page without a draft carries: a random name, signed with the moment at which it was shown."""
    return signing.dumps(secrets.token_hex(16), salt=_SALT)


def name_in_stamp(stamp: str) -> str:
    """The random name of a page that was shown within a day, empty for any other."""
    try:
        return str(signing.loads(stamp, salt=_SALT, max_age=_OLDEST_SECONDS))
    except signing.BadSignature:
        return ""


def fills_traps(sent: Mapping[str, str]) -> bool:
    """Whether a form was filled in where no person sees anything."""
    return bool(sent.get(TRAP)) and not sent.get(PERSON)


def looks_human(sent: Mapping[str, str], draft: FormDraft, at: datetime) -> bool:
    """Whether a sent form seems to come from a person; she may also simply say so and send it again."""
    if sent.get(PERSON):
        return True
    if sent.get(TRAP):
        return False
    try:
        stamped = signing.loads(sent.get(STAMP, ""), salt=_SALT, max_age=_OLDEST_SECONDS)
    except signing.BadSignature:
        return False
    return stamped == draft.id and (at - draft.began_at).total_seconds() >= _FASTEST_SECONDS
