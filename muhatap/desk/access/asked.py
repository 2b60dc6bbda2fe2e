"""What is asked of a second person about rights: the sorts of proposals, and what a key is for."""

from dataclasses import dataclass

from muhatap.kernel.purposes import Purpose

ROLE, KEY = "role_grant", "writing_key"
NO_ROLE = "none"


@dataclass(frozen=True, slots=True)
class NewKey:
    """What a key of a program may do, where it may be used from, and for how long."""

    name: str
    scopes: tuple[str, ...]
    days: int
    networks: tuple[str, ...] = ()
    purpose: str = Purpose.THE_MATTER
