"""Rule packs on the desk: what is known, what binds each brand, what waits for a second person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.approvals.models import Proposal
from muhatap.approvals.queries import proposals_waiting
from muhatap.brands.models import Brand, RulePackInForce
from muhatap.brands.queries import packs_in_force, section_of
from muhatap.charters.operations.packing import SORT
from muhatap.charters.rule_packs import Pack, PackRule, shipped_packs


@dataclass(frozen=True, slots=True)
class RuleFace:
    """One rule in words."""

    title: str
    law: str
    number: str
    verified: str
    is_binding: bool


@dataclass(frozen=True, slots=True)
class PackFace:
    """One pack with its standing in one brand; `waiting` is the proposal that waits for another person."""

    code: str
    name: str
    whom: str
    as_of: str
    rules: tuple[RuleFace, ...]
    in_force: RulePackInForce | None
    waiting: Proposal | None
    is_mine: bool
    is_named: bool


@dataclass(frozen=True, slots=True)
class BrandLaw:
    """The packs of one brand."""

    brand: Brand
    packs: tuple[PackFace, ...]


def law_visible_to(staff: Staff, at: datetime, language: str) -> list[BrandLaw]:
    """The packs of every brand in which she decides about law."""
    ids = scope_of(staff).brand_ids_with(Permission.DECIDE_LAW)
    brands = Brand.objects.filter(id__in=ids).order_by("name", "id")
    return [BrandLaw(brand, _packs(brand, staff, at, language)) for brand in brands]


def brand_for_law(staff: Staff, code: str) -> Brand | None:
    """The brand with this code, if she decides about its law."""
    ids = scope_of(staff).brand_ids_with(Permission.DECIDE_LAW)
    return Brand.objects.filter(id__in=ids, code=code).first()


def verified_words(verified: str) -> str:
    """How well a rule is known, in words."""
    match verified:
        case "text":
            return _("The text was read")
        case "secondary":
            return _("Read in a secondary source")
        case "knowledge":
            return _("From knowledge, not read again")
        case _:
            return _("Not verified: never binds")


def _packs(brand: Brand, staff: Staff, at: datetime, language: str) -> tuple[PackFace, ...]:
    active = {row.code: row for row in packs_in_force(brand)}
    waiting = {each.subject: each for each in proposals_waiting(brand, SORT, at)}
    said = section_of(brand, "jurisdictions") or {}
    named = [code for entry in said.values() for code in entry.get("packs", ())]
    # What concerns the brand stands first.
    first = [*waiting, *active, *named]
    packs = sorted(shipped_packs().values(), key=lambda pack: (pack.code not in first, pack.code))
    return tuple(
        _face(pack, active.get(pack.code), waiting.get(pack.code), staff, language, pack.code in named)
        for pack in packs
    )


def _face(
    pack: Pack,
    row: RulePackInForce | None,
    proposal: Proposal | None,
    staff: Staff,
    language: str,
    is_named: bool,
) -> PackFace:
    return PackFace(
        code=pack.code,
        name=pack.name.in_language(language),
        whom=pack.whom.in_language(language),
        as_of=pack.as_of,
        rules=_rules(pack.rules, language),
        in_force=row,
        waiting=proposal,
        is_mine=proposal is not None and proposal.proposed_by_id == staff.pk,
        is_named=is_named,
    )


def _rules(rules: Sequence[PackRule], language: str) -> tuple[RuleFace, ...]:
    return tuple(
        RuleFace(
            title=rule.title.in_language(language),
            law=rule.law,
            number=rule.number,
            verified=verified_words(rule.verified),
            is_binding=rule.use == "limit" and rule.verified != "unverified",
        )
        for rule in rules
    )
