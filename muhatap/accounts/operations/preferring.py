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
