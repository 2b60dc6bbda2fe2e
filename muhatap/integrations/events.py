"""What passes between the desk and the operator's other systems."""

from dataclasses import dataclass
from typing import ClassVar

from muhatap.cases.events import CaseFact


@dataclass(frozen=True, kw_only=True)
class AccountCardRead(CaseFact):
    """The operator's system was asked for an account; `outcome` is (un)matched or why it failed."""

    kind: ClassVar[str] = "account_card.read"

    call: str
    proved_by: str
    outcome: str
