"""Trying again what failed every time."""

from datetime import datetime

from django.db import transaction

from muhatap.audit.models import ListenerRun
from muhatap.kernel.actors import Actor


def try_listener_again(*, run: ListenerRun, by: Actor, at: datetime) -> bool:
    """Let a listener that was given up start over; False when it was not given up."""
    with transaction.atomic():
        given_up = ListenerRun.objects.filter(id=run.id, done_at__isnull=True, given_up_at__isnull=False)
        return bool(given_up.update(given_up_at=None, attempts=0, next_try_at=at))
