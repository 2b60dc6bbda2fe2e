"""What can be done about the standing of a service."""

from muhatap.incidents.operations.following import ask_to_follow, confirm_follower, stop_following
from muhatap.incidents.operations.telling import (
    EndedAlready,
    LacksWords,
    NewIncident,
    NotAPart,
    NotAState,
    NotATime,
    Update,
    open_incident,
    update_incident,
)
from muhatap.incidents.operations.watching import note_standing

__all__ = [
    "EndedAlready",
    "LacksWords",
    "NewIncident",
    "NotAPart",
    "NotAState",
    "NotATime",
    "Update",
    "ask_to_follow",
    "confirm_follower",
    "note_standing",
    "open_incident",
    "stop_following",
    "update_incident",
]
