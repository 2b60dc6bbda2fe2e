"""Signing what the public reads: each day once, chained to the day before, and never changed."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.brands.queries import all_brands
from muhatap.kernel.actors import Actor
from muhatap.kernel.canonical import canonical
from muhatap.reports import disclosing
from muhatap.reports.events import DaySealed
from muhatap.reports.models import Observed, Snapshot

# So many days are sealed after the fact where nobody did it: an older day is left out, and that shows.
_CAUGHT_UP = 14
# What is recorded just before midnight is followed by then.
_AFTER = timedelta(minutes=20)
GENESIS = "0" * 64


class NotOverYet(ValueError):
    """A day that is not over cannot be sealed."""


class SealedAlready(Exception):
    """A day is sealed once."""


def is_day_due(at: datetime) -> bool:
    """Whether a day of a brand that publishes is over and not sealed."""
    return next(_due_days(at), None) is not None


def seal_due_day(*, by: Actor, at: datetime) -> int:
    """Seal the earliest day of a brand that is over and not sealed; says how many were, one or none."""
    for brand, day in _due_days(at):
        seal_day(brand=brand, day=day, by=by, at=at)
        return 1
    return 0


def _due_days(at: datetime) -> Iterator[tuple[Brand, date]]:
    for brand in all_brands():
        day = _next_day(brand, at)
        if day is not None and disclosing.publishes(brand):
            yield brand, day


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


def _next_day(brand: Brand, at: datetime) -> date | None:
    """The first day that lacks its seal; None where the last one has it, or nothing was ever counted."""
    yesterday = (at - _AFTER).astimezone(ZoneInfo(brand.zone)).date() - timedelta(days=1)
    last = Snapshot.objects.filter(brand=brand).order_by("-number").values_list("day", flat=True).first()
    earliest = yesterday - timedelta(days=_CAUGHT_UP - 1)
    if last is not None:
        day = max(last + timedelta(days=1), earliest)
    else:
        first = Observed.objects.filter(brand=brand).order_by("on").values_list("on", flat=True).first()
        if first is None:
            return None
        day = max(first, earliest)
    return day if day <= yesterday else None
