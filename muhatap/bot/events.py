"""What bots do that the record keeps."""

from dataclasses import dataclass
from typing import ClassVar

from muhatap.cases.case_fact import CaseFact


@dataclass(frozen=True, kw_only=True)
class BotHandedOver(CaseFact):
    """A bot gave way to a person; the case holds all that was said. `reason` is a code."""

    kind: ClassVar[str] = "bot.handed_over"

    bot: str
    talk: int
    reason: str
    lines: int
    is_complaint: bool
