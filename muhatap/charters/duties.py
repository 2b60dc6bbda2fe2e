"""The duties that a charter names around a case: notices, retention, letters, outside bodies."""

from __future__ import annotations

from dataclasses import dataclass

from muhatap.charters.mapping import keyed
from muhatap.charters.texts import Text


@dataclass(frozen=True)
class Policy:
    version: str
    url: str


@dataclass(frozen=True)
class Notice:
    version: str
    purpose: Text
    legal_basis: Text
    retention: Text
    policy: Policy
    recipients: Text | None = None


@dataclass(frozen=True)
class RetentionClass:
    code: str
    name: Text
    keep: str
    basis: Text
    after: str = "closed"
    covers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Letter:
    code: str
    opening: Text | None = None
    closing: Text | None = None


@dataclass(frozen=True)
class OutsideBody:
    name: Text
    when: Text
    url: str = ""
    address: str = ""
    jurisdiction: str = ""
    kinds: tuple[str, ...] = ()
    within: str = ""


@dataclass(frozen=True)
class AccessWay:
    code: str
    name: Text
    how: Text


@dataclass(frozen=True)
class Accessibility:
    standard: str
    ways: tuple[AccessWay, ...]
    reviewed_on: str = ""
    gaps: Text | None = None


@dataclass(frozen=True)
class Partner:
    name: str
    purpose: Text
    country: str


@dataclass(frozen=True)
class Publication:
    portal: str = "public"
    search_engines: bool = True
    performance: str = "quarterly"
    smallest_count: int = 10
    waiting_times: bool = True
    known_issues: bool = True
    old_versions: bool = True
    data_place: Text | None = None
    security_email: str = ""
    sub_processors: tuple[Partner, ...] = ()


@dataclass(frozen=True)
class HelpCentre:
    name: Text
    calendar: str
    url: str = ""
    two_people: bool = False
    assistant: bool = True
    assistant_in_chat: bool = False


@dataclass(frozen=True)
class Jurisdiction:
    """`code` is the country; `packs` name the rule packs whose limits bind the promises."""

    code: str
    name: Text
    packs: tuple[str, ...] = ()
    rights: tuple[Text, ...] = ()


@dataclass(frozen=True)
class IdentityLevel:
    code: str
    name: Text
    allows: tuple[str, ...]


@dataclass(frozen=True)
class Priority:
    code: str
    name: Text
    description: Text


@dataclass(frozen=True)
class Prioritisation:
    levels: tuple[Priority, ...] = keyed()
    principles: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Links:
    password_reset: str = ""
    one_time_code: str = ""
    resume_draft: str = ""
    case_link: str = ""


NO_LINKS = Links()
