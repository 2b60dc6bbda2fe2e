"""What a member of staff chooses for herself."""

from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.audit.recording import unit_of_work
from muhatap.kernel.actors import Actor


def change_preferences(*, staff: Staff, language: str, zone: str, by: Actor, at: datetime) -> None:
    """Remember the language and the zone in which a member of staff reads the desk."""
    with unit_of_work():
        staff.language, staff.zone = language, zone
        staff.save(update_fields=["language", "zone"])


def change_signature(*, staff: Staff, signature: str, by: Actor, at: datetime) -> None:
    """Remember the lines that stand under her name in letters."""
    _prefer(staff, "signature", signature)


def choose_notices(*, staff: Staff, choices: dict[str, object], by: Actor, at: datetime) -> None:
    """Remember which notices she wants in the desk and by mail, and when she wants quiet."""
    _prefer(staff, "notices", choices)


def _prefer(staff: Staff, name: str, value: object) -> None:
    with unit_of_work():
        held = Staff.objects.select_for_update().get(pk=staff.pk)
        staff.preferences = {**held.preferences, name: value}
        staff.save(update_fields=["preferences"])
