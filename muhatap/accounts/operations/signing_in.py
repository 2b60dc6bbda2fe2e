"""Keeping on record who signed in, who was refused and who changed how she signs in."""

from datetime import datetime

from muhatap.accounts.events import (
    AccessRefused,
    DeviceSeen,
    ExportTaken,
    FactorChanged,
    PasswordChanged,
    SignedIn,
    SignInFailed,
)
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


def note_refusal(*, staff_id: int, door: str, by: Actor, at: datetime) -> None:
    """Record that a door refused a member of staff."""
    with unit_of_work():
        record(AccessRefused(staff=staff_id, door=door[:80]), by=by, at=at)


def note_export(*, brand_id: int, what: str, rows: int | None, by: Actor, at: datetime) -> None:
    """Record that rows of a brand were taken along as a file."""
    with unit_of_work():
        record(ExportTaken(brand=brand_id, what=what, rows=rows), by=by, at=at)


def note_device(*, staff_id: int, device: str, network: str, by: Actor, at: datetime) -> None:
    """Record that somebody signed in by a device or network that is new for her."""
    with unit_of_work():
        record(DeviceSeen(staff=staff_id, device=device, network=network), by=by, at=at)
