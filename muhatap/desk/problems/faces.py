"""Problems, suggestions and notices as the pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.approvals.queries import proposals_waiting
from muhatap.brands.models import Brand
from muhatap.channels.models import DeliveryState
from muhatap.desk.problems.chart import DAYS, chart_of
from muhatap.desk.problems.report import Report
from muhatap.money.methods import minor_units
from muhatap.money.redress import as_decimal
from muhatap.problems.models import (
    NoticeRecipient,
    NoticeState,
    Problem,
    ProblemNotice,
    ProblemTerms,
    Suggestion,
)
from muhatap.problems.operations import NOTICE
from muhatap.problems.queries import (
    cases_to_tell,
    issue_of,
    issues_of,
    notices_of,
    recipients_of,
    silent_people,
    steps_of,
    tied_cases,
    times_of_cases,
)
from muhatap.problems.states import ON_WATCH, State, moves_from
from muhatap.problems.wording import how_words, state_words, step_words
from muhatap.topics.models import Topic
from muhatap.topics.questions import words

_TONE = {State.REOPENED: "late", State.CONFIRMED: "soon", State.FIX_IN_HAND: "soon", State.CLOSED: "kept"}
_SHOWN_CASES = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One problem of the list."""

    problem: Problem
    state: str
    tone: str
    watched_days_left: int | None


def lines_of(found: Iterable[Problem], at: datetime) -> list[Line]:
    """The lines of the list."""
    return [
        Line(each, state_words(each.state), _TONE.get(State(each.state), ""), _days_left(each, at))
        for each in found
    ]


def problem_face(problem: Problem, staff: Staff, at: datetime) -> dict[str, Any]:
    """What the page of a problem shows."""
    scope = scope_of(staff)
    ties = tied_cases(problem, staff)
    times = times_of_cases(problem, at - timedelta(days=DAYS + 1))
    issue = issue_of(problem)
    return {
        "state": state_words(problem.state),
        "tone": _TONE.get(State(problem.state), ""),
        "moves": [(state, state_words(state), _needs_reason(problem, state)) for state in _moves(problem)],
        "days_left": _days_left(problem, at),
        "may_manage": scope.may(Permission.MANAGE_PROBLEMS, problem.brand_id),
        "may_tie": scope.may(Permission.ANSWER_CASES, problem.brand_id),
        "ties": [(each, how_words(each.how)) for each in ties[:_SHOWN_CASES]],
        "case_count": problem.case_count,
        "hidden": problem.case_count - len(ties),
        "more": max(0, len(ties) - _SHOWN_CASES),
        "chart": chart_of(times, at, problem.fixed_on),
        "issue": issue,
        "versions": issues_of(problem),
        "issue_title": words(issue.titles, _languages(problem.brand)) if issue else "",
        "notices": [notice_face(each, problem, staff, at) for each in notices_of(problem)],
        "to_tell": len(cases_to_tell(problem)),
        "silent": len(silent_people(problem)),
        "steps": [(each, step_words(each.what, each.state, each.words)) for each in steps_of(problem)],
    }


def notice_face(notice: ProblemNotice, problem: Problem, staff: Staff, at: datetime) -> dict[str, Any]:
    """A notice to all: its words in the reader's language, and who decides on it."""
    waiting = None
    if notice.state == NoticeState.WAITING:
        asked = proposals_waiting(problem.brand, NOTICE, at)
        waiting = next((each for each in asked if each.id == notice.proposal_id), None)
    return {
        "notice": notice,
        "subject": words(notice.subjects, _languages(problem.brand)),
        "state": _notice_state(notice, is_over=waiting is None),
        "is_waiting": waiting is not None,
        "is_own": notice.written_by_id == staff.pk,
    }


def recipient_lines(notice: ProblemNotice, staff_case_ids: set[int]) -> list[dict[str, Any]]:
    """To whom it went and what became of it; whose case she may not see stays without a name."""
    return [_recipient(each, staff_case_ids) for each in recipients_of(notice)]


def tally_of(lines: Sequence[dict[str, Any]]) -> list[tuple[str, int]]:
    """How many recipients stand how."""
    counted: dict[str, int] = {}
    for line in lines:
        counted[line["proof"]] = counted.get(line["proof"], 0) + 1
    return sorted(counted.items(), key=lambda pair: -pair[1])


def suggestion_face(suggestion: Suggestion) -> dict[str, Any]:
    """Cases that are alike, in a line: what they say and name, how many, and whether they rise."""
    names = {
        "error_code": _("error code"),
        "provider": _("provider"),
        "promotion": _("promotion"),
        "version": _("app version"),
    }
    return {
        "row": suggestion,
        "words": ", ".join(suggestion.words),
        "signs": [(names[name], value) for name, value in suggestion.signs.items() if name in names],
        "expected": f"{suggestion.expected:.1f}",
    }


def report_as_json(report: Report) -> dict[str, Any]:
    """The report for programs, with the same figures."""
    return {
        "brand": report.brand.code,
        "since": report.since.isoformat(),
        "until": report.until.isoformat(),
        "received": report.received,
        "cases": report.cases,
        "weeks": [each.date().isoformat() for each in report.mondays],
        "problems": [
            {
                "problem": line.problem.name,
                "title": line.problem.title,
                "state": line.problem.state,
                "cases": line.cases,
                "share_percent": round(line.share, 2),
                "by_week": list(line.weeks),
                "remedies": list(line.remedies),
                "cost": line.cost,
            }
            for line in report.lines
        ],
    }


def topic_names(topics: Iterable[Topic], brand: Brand) -> list[tuple[str, str]]:
    """Topics to choose from, by code."""
    return [(each.code, words(each.names, _languages(brand)) or each.code) for each in topics]


def minor_units_in(written: str, currency: str) -> int:
    """An amount as it was written, in minor units; ValueError or ArithmeticError where it is none."""
    amount = Decimal(written.strip().replace(",", ".") or "0")
    if not amount.is_finite() or not 0 <= amount < 10**9 or len(currency) != 3 or not currency.isalpha():
        raise ValueError(written)
    return minor_units(str(amount), currency)


def plain_amount(terms: ProblemTerms) -> str:
    """What a case costs, as it is written into a form."""
    return str(as_decimal(terms.cost_per_case, terms.currency))


def _moves(problem: Problem) -> list[State]:
    # The watch begins by itself on the day of the fix.
    return [state for state in moves_from(State(problem.state)) if state is not State.WATCHED]


def _needs_reason(problem: Problem, state: State) -> bool:
    return state is State.REOPENED or (state is State.CLOSED and problem.state != State.WATCHED)


def _days_left(problem: Problem, at: datetime) -> int | None:
    if problem.state not in ON_WATCH or problem.watch_until is None:
        return None
    return max(0, -((at - problem.watch_until) // timedelta(days=1)))


def _notice_state(notice: ProblemNotice, *, is_over: bool) -> str:
    match notice.state:
        case NoticeState.WAITING:
            return _("expired without a second person") if is_over else _("waits for a second person")
        case NoticeState.REFUSED:
            return _("not agreed to")
        case NoticeState.SENDING:
            return _("goes out")
        case _:
            return _("went out")


def _recipient(row: NoticeRecipient, seen: set[int]) -> dict[str, Any]:
    is_seen = row.case_id in seen
    deliveries = list(row.message.deliveries.all()) if row.message_id else []
    proofs = {_proof(each.state) for each in deliveries}
    if row.left_out:
        proof = _("not written to: mail does not reach the address")
    elif row.done_at is None:
        proof = _("waits")
    elif not deliveries:
        proof = _("in the portal only: no address is known")
    else:
        proof = ", ".join(sorted(proofs))
    return {
        "row": row,
        "case": row.case if is_seen else None,
        "who": row.case.customer.name if is_seen else "",
        "was_silent": bool(row.email),
        "proof": proof,
        "sent_at": next((each.sent_at for each in deliveries if each.sent_at), None),
        "error": next((each.error for each in deliveries if each.error and is_seen), ""),
    }


def _proof(state: str) -> str:
    match state:
        case DeliveryState.SENT:
            return _("delivered")
        case DeliveryState.BOUNCED:
            return _("came back")
        case DeliveryState.COMPLAINED:
            return _("reported as unwanted")
        case DeliveryState.WITHHELD:
            return _("not sent: no automatic mail to this address")
        case _:
            return _("on its way")


def _languages(brand: Brand) -> tuple[str, ...]:
    return (get_language() or "", brand.default_language)
