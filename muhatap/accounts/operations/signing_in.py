"""Keeping on record who signed in, who was refused and who changed how she signs in."""

from datetime import datetime

from muhatap.accounts.events import FactorChanged, PasswordChanged, SignedIn, SignInFailed
from muhatap.audit.recording import record, unit_of_work
from muhatap.kernel.actors import Actor


def note_sign_in(*, staff_id: int, by: Actor, at: datetime) -> None:
    """Record that a member of staff signed in."""
    with unit_of_work():
        record(SignedIn(staff=staff_id), by=by, at=at)


def note_failed_sign_in(*, staff_id: int | None, step: str, by: Actor, at: datetime) -> None:
    """Record that a sign-in was refused at the `password` or at the `factor`."""
    with unit_of_work():
        record(SignInFailed(staff=staff_id, step=step), by=by, at=at)


def note_password_change(*, staff_id: int, by: Actor, at: datetime) -> None:
    """Record that a member of staff changed her password."""
    with unit_of_work():
        record(PasswordChanged(staff=staff_id), by=by, at=at)


def note_factor_change(*, staff_id: int, factor: str, change: str, by: Actor, at: datetime) -> None:
    """Record that a second factor was added, removed or renewed."""
    with unit_of_work():
        record(FactorChanged(staff=staff_id, factor=factor, change=change), by=by, at=at)
