"""Reads of applied charters and of the rule packs that bind them."""

from datetime import date

from muhatap.approvals.models import Proposal
from muhatap.brands.models import Brand, CharterDraft, CharterVersion, RulePackInForce, ScheduledCharter
from muhatap.charters.checks.law import Law
from muhatap.charters.rule_packs import Pack, read_pack, shipped_packs


def charter_text(brand: Brand) -> str:
    """The text of the charter that the brand runs, as it was applied; LookupError when there is none."""
    row = CharterVersion.objects.filter(brand=brand).order_by("-number").first()
    if row is None:
        raise LookupError(brand.code)
    return row.text


class NoEarlierVersion(LookupError):
    """There is no such version, or what it says is what runs."""


def charter_versions(brand: Brand) -> list[CharterVersion]:
    """Every version that the brand has run, the newest first."""
    return list(CharterVersion.objects.filter(brand=brand).order_by("-number"))


def earlier_version(brand: Brand, number: int | None = None) -> CharterVersion:
    """The version with this number, by default the last that says something else than the one that runs."""
    running, *earlier = charter_versions(brand) or [None]
    for version in earlier:
        if version.digest != running.digest and number in {None, version.number}:
            return version
    raise NoEarlierVersion(f"{brand.code} {number or ''}".strip())


def law_for(brand_code: str, on: date) -> Law:
    """The law that binds a brand on a day: shipped packs by name, those that two people activated always."""
    active = active_packs(brand_code)
    return Law(shipped_packs() | active, on, tuple(active))


def active_packs(brand_code: str) -> dict[str, Pack]:
    """The packs that two people activated for the brand, by code, as they were activated."""
    rows = RulePackInForce.objects.filter(brand__code=brand_code, retired_at__isnull=True).order_by("code")
    return {row.code: read_pack(row.text, row.code) for row in rows}


def draft_of(brand: Brand) -> CharterDraft | None:
    """The draft of the brand's charter that people are changing, if there is one."""
    return CharterDraft.objects.filter(brand=brand).first()


def scheduled_charter(brand: Brand) -> ScheduledCharter | None:
    """The charter of the brand that was decided and waits for its day."""
    return ScheduledCharter.objects.filter(brand=brand, ended_at__isnull=True).first()


def last_scheduled(brand: Brand) -> ScheduledCharter | None:
    """The charter with a day of its own that was settled last: applied, refused or cancelled."""
    settled = ScheduledCharter.objects.filter(brand=brand, ended_at__isnull=False)
    return settled.order_by("-ended_at", "-id").first()


def proposal_said(proposal_id: int) -> tuple[int, str]:
    """Who made a proposal and why."""
    row = Proposal.objects.get(id=proposal_id)
    return row.proposed_by_id, row.reason
