"""Signing what the public reads: each day once, chained to the day before, and never changed."""

from datetime import date, datetime
from hashlib import sha256

from django.conf import settings
from django.db import IntegrityError

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.kernel.canonical import canonical
from muhatap.reports import disclosing
from muhatap.reports.due_days import due_days
from muhatap.reports.events import DaySealed
from muhatap.reports.models import Snapshot

GENESIS = "0" * 64


class NotOverYet(ValueError):
    """A day that is not over cannot be sealed."""


class SealedAlready(Exception):
    """A day is sealed once."""


def seal_due_day(*, by: Actor, at: datetime) -> int:
    """Seal the earliest day of a brand that is over and not sealed; says how many were, one or none."""
    for brand, day in due_days(at):
        seal_day(brand=brand, day=day, by=by, at=at)
        return 1
    return 0


def seal_day(*, brand: Brand, day: date, by: Actor, at: datetime) -> Snapshot:
    """Sign what is public of the thirty days up to this one; NotOverYet, SealedAlready."""
    if at < disclosing.midnight_after(day, brand.zone):
        raise NotOverYet(day)
    last = Snapshot.objects.filter(brand=brand).order_by("-number").first()
    if last is not None and last.day >= day:
        raise SealedAlready(day)
    disclosed = disclosing.disclosed_day(brand, day)
    number = last.number + 1 if last else 1
    chained = {"number": number, "previous": last.digest if last else GENESIS}
    message = canonical(disclosed.document | chained)
    digest = sha256(message).hexdigest()
    keyring = settings.MUHATAP_KEYRING
    key_id, signature = keyring.sign(message)
    try:
        with unit_of_work():
            kept = Snapshot.objects.create(
                brand=brand,
                number=number,
                day=day,
                content=message.decode(),
                digest=digest,
                key_id=key_id,
                fingerprint=keyring.fingerprint(key_id),
                signature=signature.hex(),
                leaves=b"".join(disclosed.leaves),
                sealed_at=at,
            )
            record(DaySealed(brand=brand.id, day=day, number=number, digest=digest), by=by, at=at)
    except IntegrityError as twice:
        raise SealedAlready(day) from twice
    return kept
