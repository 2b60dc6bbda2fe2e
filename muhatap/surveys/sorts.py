"""The words with which surveys are kept: when one is asked, by what, and why somebody is not."""

from django.db.models import TextChoices


class Sort(TextChoices):
    """When somebody is asked."""

    CLOSING = "closing"
    STAGE = "stage"
    PERIODIC = "periodic"


class Via(TextChoices):
    """By what somebody is asked; `portal` is a line on the page of her own case."""

    EMAIL = "email"
    CHAT = "chat"
    PORTAL = "portal"


class State(TextChoices):
    """Where an invitation stands."""

    PLANNED = "planned"
    ASKED = "asked"
    ANSWERED = "answered"
    LEFT_OUT = "left_out"


class Why(TextChoices):
    """Why an invitation was never made, in the order in which it is looked for."""

    OFF = "off"
    ERASED = "erased"
    DECLINED = "declined"
    OPEN_AGAIN = "open_again"
    NOT_FOR = "not_for"
    OPEN_COMPLAINT = "open_complaint"
    MACHINE = "machine"
    RESTED = "rested"
    TOO_LATE = "too_late"
