"""Short names of clocks for the desk; the charter's own words, which customers read, are sentences."""

from django.utils.translation import gettext as _


def clock_words(name: str) -> str:
    """What a clock measures, in a word or two."""
    words = {
        "ack": _("Received"),
        "triage": _("Triage"),
        "first_reply": _("First reply"),
        "next_reply": _("Next reply"),
        "investigation_start": _("Examination"),
        "resolve": _("Decision"),
        "update": _("Update"),
        "emergency_ack": _("Taken over"),
        "contain": _("Containment"),
    }
    return words.get(name, name)
