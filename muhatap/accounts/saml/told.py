"""What is expected of an answer, what it tells, and that it is refused."""

from dataclasses import dataclass
from datetime import datetime


class Refused(Exception):
    """The answer lets nobody in; `code` says which condition it breaks."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Expected:
    """What an answer must name: our entity, our door, and the moment it is read at."""

    own_id: str
    back_to: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What the provider says of a person, and the request and assertion by which it says it."""

    request_id: str
    assertion_id: str
    subject: str
    email: str
    name: str
    groups: tuple[str, ...]
    has_second_factor: bool
