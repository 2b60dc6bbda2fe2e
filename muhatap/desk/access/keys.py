"""The page of keys of programs: what each may do, who made it, when it was used, and what waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from muhatap.accounts.models import ApiToken, Staff
from muhatap.accounts.queries import tokens_of
from muhatap.accounts.roles import Permission
from muhatap.accounts.tokens import SCOPES, WRITING
from muhatap.approvals.models import Proposal
from muhatap.approvals.queries import proposals_waiting
from muhatap.brands.models import Brand
from muhatap.desk.access.asked import KEY, NewKey
from muhatap.desk.queries import brands_with
from muhatap.privacy.wording import PURPOSE_WORDS

SCOPE_WORDS: Mapping[str, Promise] = {
    "cases:read": gettext_lazy("Read cases"),
    "cases:write": gettext_lazy("Open cases and write as customers"),
    "cases:handle": gettext_lazy("Work on cases as staff do"),
    "tasks:read": gettext_lazy("Read tasks of departments"),
    "tasks:answer": gettext_lazy("Answer tasks of departments"),
    "events:read": gettext_lazy("Read events"),
    "topics:read": gettext_lazy("Read topics"),
    "directory:write": gettext_lazy("Keep accounts of staff (SCIM)"),
}
DAYS = (30, 90, 180, 365)


@dataclass(frozen=True, slots=True)
class Line:
    """A key, how it stands, and the question about it that waits."""

    token: ApiToken
    standing: str
    purpose: Promise
    scopes: Sequence[tuple[str, Promise, bool]]
    waiting: Proposal | None


@dataclass(frozen=True, slots=True)
class Section:
    """A brand with its keys."""

    brand: Brand
    lines: Sequence[Line]


def sections_of(staff: Staff, at: datetime) -> list[Section]:
    """The brands whose keys she makes, or decides over as a second person."""
    return [Section(brand, lines_of(brand, at)) for brand in brands_of(staff)]


def lines_of(brand: Brand, at: datetime) -> list[Line]:
    """The keys of a brand, those in use first."""
    waiting = {each.subject: each for each in proposals_waiting(brand, KEY, at)}
    lines = [
        Line(
            token=token,
            standing=_standing(token, at),
            purpose=PURPOSE_WORDS[token.purpose],
            scopes=[
                (each, SCOPE_WORDS[each], each in WRITING) for each in token.scopes if each in SCOPE_WORDS
            ],
            waiting=waiting.get(str(token.id)),
        )
        for token in tokens_of(brand.id)
    ]
    return sorted(lines, key=lambda line: (line.standing in {"revoked", "over"}, -line.token.id))


def brands_of(staff: Staff) -> list[Brand]:
    """Her brands, whichever of the two rights she has there."""
    both = (Permission.MANAGE_ACCESS, Permission.SECOND_ACCESS)
    return list({brand.id: brand for right in both for brand in brands_with(staff, right)}.values())


def key_asked(given: Mapping[str, str], scopes: Sequence[str]) -> NewKey | None:
    """What a form asks for; None without a name or with no scope that there is."""
    name, days = given.get("name", "").strip()[:120], given.get("days", "")
    wanted = tuple(each for each in SCOPES if each in scopes)
    if not name or not wanted:
        return None
    networks = tuple(given.get("networks", "").replace(",", " ").split())[:50]
    lasts = int(days) if days in {str(each) for each in DAYS} else DAYS[0]
    return NewKey(name, wanted, lasts, networks, given.get("purpose", ""))


def _standing(token: ApiToken, at: datetime) -> str:
    if token.revoked_at is not None:
        return "revoked"
    if token.expires_at is not None and token.expires_at <= at:
        return "over"
    return "waits" if token.waits_for_second else "open"
