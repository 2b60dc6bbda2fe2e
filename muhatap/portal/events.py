"""What customers do on their side that the record keeps."""

from dataclasses import dataclass
from typing import ClassVar

from muhatap.cases.events import CaseFact
from muhatap.kernel.facts import BrandFact


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


@dataclass(frozen=True, kw_only=True)
class AccountSignedIn(BrandFact):
    """A customer came into her account by `link` or `password`, with a code where she wants one."""

    kind: ClassVar[str] = "account.signed_in"
    security: ClassVar[str] = "sign_in"

    account: int
    how: str


@dataclass(frozen=True, kw_only=True)
class AccountRefused(BrandFact):
    """A customer was refused at the `password` or the `code`; no account is named for an unknown address."""

    kind: ClassVar[str] = "account.refused"
    security: ClassVar[str] = "sign_in"

    account: int | None
    step: str


@dataclass(frozen=True, kw_only=True)
class AccountChanged(BrandFact):
    """How a customer signs in changed: `password`, `factor_added`, `factor_removed`, `codes`, `sessions`."""

    kind: ClassVar[str] = "account.changed"
    security: ClassVar[str] = "factor"

    account: int
    what: str
