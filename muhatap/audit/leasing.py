"""Leases: of many nodes one does what only one may do, and another takes over when it dies."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from muhatap.audit.models import Lease

# Nodes whose clocks differ by more would not work together anyway.
_CLOCKS_APART = timedelta(minutes=1)


def hold(*, name: str, holder: str, at: datetime, seconds: int) -> bool:
    """Take or renew a lease until `seconds` after `at`; False while somebody else holds it.

    One that ends later than any that could be taken now is of a clock that was ahead, and is over.
    """
    until = at + timedelta(seconds=seconds)
    is_free = Q(holder=holder) | Q(until__lte=at) | Q(until__gt=until + _CLOCKS_APART)
    mine = Lease.objects.filter(is_free, name=name)
    if mine.update(holder=holder, until=until):
        return True
    if Lease.objects.filter(name=name).exists():
        return False
    try:
        with transaction.atomic():
            Lease.objects.create(name=name, holder=holder, until=until)
    except IntegrityError:
        return False
    return True


def let_go(*, name: str, holder: str, at: datetime) -> None:
    """Give a lease back, so that another need not wait for its end."""
    Lease.objects.filter(name=name, holder=holder).update(until=at)


def is_held(*, name: str, at: datetime) -> bool:
    """Whether somebody holds a lease at a moment."""
    return Lease.objects.filter(name=name, until__gt=at).exists()
