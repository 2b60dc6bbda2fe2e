"""The pages of requests about data: their list with deadlines, one request, and what ends by its class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.approvals.models import Proposal
from muhatap.brands.models import Brand
from muhatap.brands.queries import all_brands, section_of
from muhatap.cases.models import Case
from muhatap.cases.queries import cases_visible_to
from muhatap.cases.statuses import Kind
from muhatap.cases.trust import Sensitive, level_of
from muhatap.customers.restriction import is_restricted
from muhatap.desk.sensitive import why_off
from muhatap.privacy.codes import Ground, Outcome, Right, Stays
from muhatap.privacy.law import longest_extension
from muhatap.privacy.models import DataCopy, Erasure, PrivacyRequest, RetentionRun
from muhatap.privacy.queries import requests as queries
from muhatap.privacy.queries.ending import Ending, cases_ending
from muhatap.privacy.queries.planning import ErasurePlan, plan_for
from muhatap.privacy.wording import (
    GROUND_WORDS,
    LEVEL_WORDS,
    OUTCOME_WORDS,
    RIGHT_WORDS,
    STAYS_WORDS,
    TABLE_WORDS,
    table_words,
)
from muhatap.promises.models import Clock
from muhatap.promises.rules import rule_with_id
from muhatap.promises.wording import span_words

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Listed:
    """A request as a row of the list."""

    request: PrivacyRequest
    right: str
    state: str
    limit_on: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class Staying:
    """A case that stays, with its ground in words and its day."""

    number: str
    ground: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Face:
    """One request as its page shows it."""

    request: PrivacyRequest
    right: str
    level: str
    state: str
    outcome: str
    ground: str
    limit_on: date | None
    usual_on: date | None
    extendable: date | None
    copies: Sequence[DataCopy]
    erasure: Erasure | None
    proposal: Proposal | None
    plan: ErasurePlan | None
    going: Sequence[tuple[str, int]]
    staying: Sequence[Staying]
    is_restricted: bool
    delivery_off: str
    may_plan: bool
    may_agree: bool


def listed(staff: Staff, at: datetime) -> list[Listed]:
    """The requests that somebody may see, what waits first."""
    found = queries.requests_in(cases_visible_to(staff).filter(kind=Kind.PRIVACY))
    clocks = queries.limits_of(found)
    return [_row(each, clocks.get(each.case_id), at) for each in found]


def face_of(staff: Staff, request: PrivacyRequest, at: datetime, *, is_planning: bool = False) -> Face:
    """One request with what was done for it and what can be done next."""
    case, scope = request.case, scope_of(staff)
    erasure = queries.erasure_of(request) if request.right == Right.ERASURE else None
    waits = erasure is not None and erasure.state == "planned" and erasure.proposal_id is not None
    proposal = Proposal.objects.filter(id=erasure.proposal_id).first() if erasure and waits else None
    plan = plan_for(case.customer, at) if is_planning and request.right == Right.ERASURE else None
    clock = queries.limits_of([request]).get(case.id)
    may_plan = scope.may(Permission.ERASE_CONTENT, case.brand_id)
    return Face(
        request=request,
        right=str(RIGHT_WORDS[Right(request.right)]),
        level=f"{level_of(case)}: {LEVEL_WORDS.get(level_of(case), '')}",
        state=state_words(request),
        outcome=str(OUTCOME_WORDS[Outcome(request.outcome)]) if request.outcome else "",
        ground=str(GROUND_WORDS[Ground(request.ground)]) if request.ground else "",
        limit_on=_last_day(clock, case.brand),
        usual_on=_usual_day(clock, case.brand),
        extendable=None if request.outcome or request.extended_until else longest_extension(request, at),
        copies=queries.copies_of(request),
        erasure=erasure,
        proposal=proposal,
        plan=plan,
        going=_going(plan.rows if plan else erasure.plan.get("rows", {}) if erasure and waits else {}),
        staying=_staying(erasure, plan),
        is_restricted=is_restricted(case.customer),
        delivery_off=why_off(case, Sensitive.DELIVERY),
        may_plan=may_plan,
        may_agree=may_plan or scope.may(Permission.SECOND_COMPLAINTS, case.brand_id),
    )


def _usual_day(clock: Clock | None, brand: Brand) -> date | None:
    """The last day of the usual time, where a longer one was told."""
    if clock is None or clock.extended_at is None:
        return None
    return _day_before(rule_with_id(clock.promise_id).limit_at(clock.started_at), brand)


def state_words(request: PrivacyRequest) -> str:
    """How a request stands."""
    if request.answered_at:
        return _("answered")
    if request.outcome:
        return _("decided, its letter waits")
    if request.identity_asked_at and not request.identity_proved_at:
        return _("proof of identity was asked for")
    return _("we work on it")


def choices() -> dict[str, list[tuple[str, str]]]:
    """What the forms of a request offer."""
    return {
        "rights": [(str(code), str(words)) for code, words in RIGHT_WORDS.items()],
        "outcomes": [(str(code), str(words)) for code, words in OUTCOME_WORDS.items()],
        "grounds": [(str(code), str(words)) for code, words in GROUND_WORDS.items()],
    }


@dataclass(frozen=True, slots=True)
class BrandRetention:
    """What ends in one brand within thirty days, and the classes by which it does."""

    brand: Brand
    classes: Sequence[dict[str, str]]
    endings: Sequence[Ending]


def retention_of(staff: Staff, at: datetime) -> tuple[list[BrandRetention], list[RetentionRun]]:
    """Classes, what ends within thirty days, and what ended, in the brands of somebody who may erase."""
    scope = scope_of(staff)
    brands = [each for each in all_brands() if scope.may(Permission.READ_AUDIT, each.id)]
    shown = [_retention(brand, at) for brand in brands]
    return shown, queries.runs_of(brands)


def _retention(brand: Brand, at: datetime) -> BrandRetention:
    until = (at + SOON).astimezone(ZoneInfo(brand.zone)).date()
    classes = [
        {
            "code": code,
            "name": brand.in_language(rule.get("name") or {}, ""),
            "keep": _keep_words(rule["keep"]),
            "after": rule.get("after", "closed"),
            "basis": brand.in_language(rule.get("basis") or {}, ""),
        }
        for code, rule in (section_of(brand, "retention") or {}).items()
    ]
    return BrandRetention(brand, classes, cases_ending(brand, until))


def _keep_words(keep: str) -> str:
    """How long in words; a charter writes years, which no promise has."""
    if keep.endswith("y"):
        years = int(keep[:-1])
        return ngettext("%(count)d year", "%(count)d years", years) % {"count": years}
    return span_words(keep)


def _row(request: PrivacyRequest, clock: Clock | None, at: datetime) -> Listed:
    limit_at = clock.limit_at if clock else None
    is_late = request.answered_at is None and limit_at is not None and limit_at < at
    words, last = str(RIGHT_WORDS[Right(request.right)]), _last_day(clock, request.case.brand)
    return Listed(request, words, state_words(request), last, is_late)


def _last_day(clock: Clock | None, brand: Brand) -> date | None:
    """The day on which the law's time ends; 24:00 belongs to the day that it ends."""
    if clock is None:
        return None
    return _day_before(clock.limit_at, brand)


def _day_before(end_at: datetime, brand: Brand) -> date:
    return (end_at - timedelta(microseconds=1)).astimezone(ZoneInfo(brand.zone)).date()


def _going(rows: Mapping[str, int]) -> list[tuple[str, int]]:
    """Rows by the name of their table; what has no name of its own goes with the rest."""
    named = [(table_words(name), count) for name, count in rows.items() if name in TABLE_WORDS]
    rest = sum(count for name, count in rows.items() if name not in TABLE_WORDS)
    return [*named, *([(_("What hangs on them inside the desk"), rest)] if rest else [])]


def _staying(erasure: Erasure | None, plan: ErasurePlan | None) -> list[Staying]:
    if plan is not None:
        return [Staying(e.case.number, str(STAYS_WORDS[e.ground]), e.until_on) for e in plan.staying]
    if erasure is None:
        return []
    if erasure.state == "planned":
        return [_stays(e["number"], e["ground"], e["until"]) for e in erasure.plan.get("staying", ())]
    until = erasure.done.get("until", {})
    grounds = erasure.done.get("grounds", {})
    return [_stays(number, ground, until.get(number, "")) for number, ground in grounds.items()]


def _stays(number: str, ground: str, until: str) -> Staying:
    return Staying(number, str(STAYS_WORDS[Stays(ground)]), date.fromisoformat(until) if until else None)


def is_privacy(case: Case) -> bool:
    """Whether a case is a request about data."""
    return case.kind == Kind.PRIVACY
