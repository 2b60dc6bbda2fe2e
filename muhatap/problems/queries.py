"""Reads of problems, always within what the reader may see."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of, staff_with_role
from muhatap.accounts.roles import GRANTS, Permission
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.cases.queries import allowed_within, known_cases, known_cases_visible_to, reach_of
from muhatap.problems.codes import codes_in, normal_code
from muhatap.problems.models import (
    AffectedPerson,
    IssueClaim,
    KnownIssue,
    NoticeRecipient,
    Problem,
    ProblemCase,
    ProblemNotice,
    ProblemStep,
    ProblemTerms,
    Suggestion,
    SuggestionState,
)
from muhatap.problems.naming import code_named
from muhatap.problems.states import LIVE, ON_WATCH, How
from muhatap.topics.models import Topic
from muhatap.topics.queries import topic_with_code

_MOST = 200
_TIED = Count("ties", filter=Q(ties__untied_at__isnull=True))
_FIXED_LATELY = timedelta(days=30)


def problems_visible_to(staff: Staff) -> QuerySet[Problem]:
    """The problems of the brands whose cases she reads, the last changed first, with `case_count`."""
    ids = scope_of(staff).brand_ids_with(Permission.READ_CASES)
    rows = Problem.objects.filter(brand_id__in=ids).select_related("brand", "owner")
    return rows.annotate(case_count=_TIED).order_by("-state_since", "-id")


def problem_visible_to(staff: Staff, problem_id: int) -> Problem | None:
    """One problem, if she reads cases of its brand."""
    return problems_visible_to(staff).filter(id=problem_id).first()


def problems_of_brand(brand: Brand, states: Sequence[str] = ()) -> list[Problem]:
    """The problems of a brand, for a program that acts for it, the newest first."""
    rows = Problem.objects.filter(brand=brand).select_related("brand", "owner").annotate(case_count=_TIED)
    return list((rows.filter(state__in=states) if states else rows).order_by("-number")[:_MOST])


def problem_numbered(brand: Brand, number: int) -> Problem | None:
    """The brand's problem with this number."""
    if not 0 < number < 2**31:
        return None
    rows = Problem.objects.filter(brand=brand, number=number).select_related("brand", "owner")
    return rows.annotate(case_count=_TIED).first()


def has_codes() -> bool:
    """Whether any problem that lives or is watched has an error code."""
    return Problem.objects.filter(state__in=sorted(LIVE | ON_WATCH)).exclude(error_code="").exists()


def problems_with_codes(case: Case) -> dict[str, list[Problem]]:
    """The problems with an error code that live or whose fix is watched, for the brand of a case, by code."""
    rows = Problem.objects.filter(state__in=sorted(LIVE | ON_WATCH)).exclude(error_code="")
    found: dict[str, list[Problem]] = {}
    for problem in rows.select_related("brand").order_by("id")[:500]:
        if problem.brand_id == case.brand_id or case.brand.code in problem.affected_brands:
            found.setdefault(problem.error_code, []).append(problem)
    return found


def problems_to_choose(brand_ids: Sequence[int]) -> list[Problem]:
    """The problems to which a case may be tied by hand: all but closed ones, the newest first."""
    rows = Problem.objects.filter(brand_id__in=brand_ids, state__in=sorted(LIVE | ON_WATCH))
    return list(rows.select_related("brand").order_by("-number")[:_MOST])


def ties_of(case: Case) -> list[ProblemCase]:
    """The problems that stand behind a case."""
    rows = ProblemCase.objects.filter(case=case, untied_at__isnull=True)
    return list(rows.select_related("problem__brand", "tied_by").order_by("tied_at", "id"))


def tied_cases(problem: Problem, staff: Staff) -> list[ProblemCase]:
    """The cases of a problem that she may read, the newest first."""
    seen = known_cases(allowed_within(*reach_of(staff)), id__in=_case_ids(problem)).values("id")
    rows = ProblemCase.objects.filter(problem=problem, untied_at__isnull=True, case_id__in=seen)
    return list(
        rows.select_related("case__customer", "case__topic", "tied_by").order_by("-case__received_at")[:_MOST]
    )


def times_of_cases(problem: Problem, since: datetime) -> list[datetime]:
    """When the cases of a problem came, since a moment; a case that began with our notice is none."""
    rows = ProblemCase.objects.filter(problem=problem, untied_at__isnull=True, case__received_at__gte=since)
    return list(rows.exclude(how=How.NOTICE).values_list("case__received_at", flat=True))


def steps_of(problem: Problem) -> list[ProblemStep]:
    """What happened to a problem, the latest first."""
    return list(problem.steps.select_related("staff").order_by("-at", "-id")[:_MOST])


def issues_of(problem: Problem) -> list[KnownIssue]:
    """Every version that the public read, the latest first."""
    return list(problem.issues.select_related("published_by").order_by("-version"))


def issue_of(problem: Problem) -> KnownIssue | None:
    """What the public reads now."""
    return problem.issues.filter(ended_at__isnull=True).first()


def known_issues(brand: Brand) -> list[KnownIssue]:
    """What the public reads of live problems of a brand, the gravest first, then the newest."""
    rows = KnownIssue.objects.filter(
        problem__brand=brand, ended_at__isnull=True, problem__state__in=sorted(LIVE)
    )
    return list(
        rows.select_related("problem__brand").order_by("problem__severity", "-published_at", "id")[:_MOST]
    )


def issues_fixed_lately(brand: Brand, at: datetime) -> list[KnownIssue]:
    """What the public read and whose fix is out, for thirty days after it."""
    rows = KnownIssue.objects.filter(
        problem__brand=brand,
        ended_at__isnull=True,
        problem__state__in=sorted(ON_WATCH),
        problem__state_since__gt=at - _FIXED_LATELY,
    )
    return list(rows.select_related("problem__brand").order_by("-problem__state_since", "id")[:_MOST])


def known_issue(brand: Brand, number: int) -> KnownIssue | None:
    """What the public reads of the brand's problem with this number, if customers meet it now."""
    return next((each for each in known_issues(brand) if each.problem.number == number), None)


def issue_claimed(form_id: int) -> KnownIssue | None:
    """The known issue with which a form was begun, while the public reads of it."""
    claim = IssueClaim.objects.filter(form_id=form_id).first()
    rows = KnownIssue.objects.filter(ended_at__isnull=True, problem__state__in=sorted(LIVE))
    return (
        rows.filter(problem_id=claim.problem_id).select_related("problem__brand").first() if claim else None
    )


def issues_named(brand: Brand, answers: Mapping[str, object], *texts: str) -> list[KnownIssue]:
    """The known issues whose error code stands in the answers of a form, or in what was written."""
    known = {each.problem.error_code: each for each in known_issues(brand) if each.problem.error_code}
    if not known:
        return []
    named = {normal_code(code_named(answers))} & known.keys()
    return [known[code] for code in sorted(codes_in(" . ".join(texts), known) | named)]


def versions_of_issue(brand: Brand, number: int) -> list[KnownIssue]:
    """Every version that the public read of a numbered problem, the latest first."""
    rows = KnownIssue.objects.filter(problem__brand=brand, problem__number=number)
    return list(rows.select_related("problem__brand").order_by("-version")) if 0 < number < 2**31 else []


def notices_of(problem: Problem) -> list[ProblemNotice]:
    """The notices to all, the latest first."""
    return list(problem.notices.select_related("written_by", "agreed_by").order_by("-written_at", "-id"))


def notice_of(problem: Problem, notice_id: int) -> ProblemNotice | None:
    """The notice of this problem with this id."""
    return problem.notices.filter(id=notice_id).select_related("written_by", "agreed_by").first()


def recipients_of(notice: ProblemNotice) -> list[NoticeRecipient]:
    """To whom a notice goes, with the case, its message and what became of its deliveries."""
    rows = notice.recipients.select_related("case__customer").order_by("id")
    return list(rows.prefetch_related("message__deliveries")[:1000])


def cases_to_tell(problem: Problem) -> list[Case]:
    """One case of every customer whom the problem affects: her latest that is tied and no part of another."""
    rows = Case.objects.filter(id__in=_case_ids(problem)).exclude(closed_reason="spam")
    latest: dict[int, Case] = {}
    for case in rows.select_related("brand", "customer").order_by("is_open", "received_at", "id"):
        latest[case.customer_id] = case
    return sorted(latest.values(), key=lambda case: case.id)


def silent_people(problem: Problem) -> list[AffectedPerson]:
    """Whom the operator's system named and who has no case that is tied to the problem."""
    wrote = Case.objects.filter(id__in=_case_ids(problem)).values_list("customer__email", flat=True)
    known = {address.casefold() for address in wrote if address}
    rows = AffectedPerson.objects.filter(problem=problem).order_by("id")
    return [each for each in rows if each.email.casefold() not in known]


def suggestions_visible_to(staff: Staff) -> list[Suggestion]:
    """Open suggestions of the brands whose problems she manages, rising ones first."""
    ids = scope_of(staff).brand_ids_with(Permission.MANAGE_PROBLEMS)
    rows = Suggestion.objects.filter(brand_id__in=ids, state=SuggestionState.OPEN).select_related(
        "brand", "problem"
    )
    return sorted(rows.order_by("-count", "id")[:50], key=lambda each: each.rising_since is None)


def suggestion_visible_to(staff: Staff, suggestion_id: int) -> Suggestion | None:
    """One suggestion, if she manages problems of its brand."""
    ids = scope_of(staff).brand_ids_with(Permission.MANAGE_PROBLEMS)
    rows = Suggestion.objects.filter(brand_id__in=ids, id=suggestion_id)
    return rows.select_related("brand", "problem__brand").first()


def suggested_cases(suggestion: Suggestion, staff: Staff) -> list[Case]:
    """The cases of a suggestion that she may read, the newest first."""
    rows = known_cases_visible_to(staff, suggestion.case_ids)
    return list(rows.select_related("brand", "customer", "topic").order_by("-received_at"))


def terms_of(brand: Brand) -> ProblemTerms:
    """The terms of a brand; the usual ones where nobody set any."""
    return ProblemTerms.objects.filter(brand=brand).first() or ProblemTerms(brand=brand)


def second_above(brand: Brand) -> int:
    """Above how many people a second person has to agree to a notice."""
    return terms_of(brand).second_above


def managers_of(brand_id: int) -> list[int]:
    """The ids of those who manage the problems of a brand."""
    roles = [role for role, granted in GRANTS.items() if Permission.MANAGE_PROBLEMS in granted]
    return [each.pk for each in staff_with_role(brand_id, *roles)]


def topic_for(problem: Problem) -> Topic | None:
    """The first of the problem's topics that customers may still choose."""
    found = (topic_with_code(problem.brand_id, code) for code in problem.topics)
    return next((each for each in found if each is not None), None)


def _case_ids(problem: Problem) -> QuerySet[ProblemCase]:
    return ProblemCase.objects.filter(problem=problem, untied_at__isnull=True).values("case_id")
