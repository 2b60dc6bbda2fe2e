"""What customers do on their side that the record keeps."""

from dataclasses import dataclass
from typing import ClassVar

from muhatap.cases.events import CaseFact


@dataclass(frozen=True, kw_only=True)
class SecretRenewed(CaseFact):
    """The secret that opens a case was replaced; sessions and links of the old one end."""

    kind: ClassVar[str] = "case.secret_renewed"

    generation: int


@dataclass(frozen=True, kw_only=True)
class CaseLinkOpened(CaseFact):
    """A mailed one-time link opened the case on the portal."""

    kind: ClassVar[str] = "case.link_opened"

    link: int


@dataclass(frozen=True, kw_only=True)
class GuideTried(CaseFact):
    """What the customer tried in a quick-fix guide before writing: each step as `step:outcome`."""

    kind: ClassVar[str] = "guide.tried"

    guide: str
    steps: tuple[str, ...]
    charter: int
    run: int
