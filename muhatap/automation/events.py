"""What can happen with rules and macros."""

from dataclasses import dataclass
from typing import Any, ClassVar

from muhatap.cases.events import CaseFact
from muhatap.kernel.facts import BrandFact


@dataclass(frozen=True, kw_only=True)
class RuleWritten(BrandFact):
    """A rule was written or changed; `digest` is the SHA-256 of the version's content."""

    kind: ClassVar[str] = "rule.written"

    rule: int
    version: int
    name: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class RulePreviewed(BrandFact):
    """A version of a rule was tried on the cases of the last month."""

    kind: ClassVar[str] = "rule.previewed"

    rule: int
    version: int
    looked_at: int
    cases: int
    firings: int


@dataclass(frozen=True, kw_only=True)
class RuleSwitchedOn(BrandFact):
    """A version of a rule acts from now on; `proposal` is the one that a second person approved."""

    kind: ClassVar[str] = "rule.switched_on"

    rule: int
    version: int
    name: str
    proposal: int | None


@dataclass(frozen=True, kw_only=True)
class RuleSwitchedOff(BrandFact):
    """A rule no longer acts: somebody stopped it, it was changed, or it was at odds with another one."""

    kind: ClassVar[str] = "rule.switched_off"

    rule: int
    version: int
    name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RuleApplied(CaseFact):
    """A rule acted on a case: what caused it, how long its chain is, and what each action did."""

    kind: ClassVar[str] = "rule.applied"

    rule: int
    version: int
    name: str
    firing: int
    because: str
    hours: int
    cause: int | None
    root: str
    depth: int
    steps: tuple[dict[str, Any], ...]
    is_late_detected: bool = False


@dataclass(frozen=True, kw_only=True)
class RulesAtOdds(CaseFact):
    """Two rules undid one another's work on a case, and both were stopped."""

    kind: ClassVar[str] = "rule.at_odds"

    rule: int
    name: str
    other: int
    other_name: str


@dataclass(frozen=True, kw_only=True)
class MacroWritten(BrandFact):
    """A macro was written or changed."""

    kind: ClassVar[str] = "macro.written"

    macro: int
    version: int
    name: str
    is_shared: bool
    digest: str


@dataclass(frozen=True, kw_only=True)
class MacroRetired(BrandFact):
    """A macro is no longer offered."""

    kind: ClassVar[str] = "macro.retired"

    macro: int
    name: str


@dataclass(frozen=True, kw_only=True)
class MacroRun(CaseFact):
    """Somebody ran a macro on a case; the steps say what each action did."""

    kind: ClassVar[str] = "macro.run"

    macro: int
    version: int
    name: str
    steps: tuple[dict[str, Any], ...]
