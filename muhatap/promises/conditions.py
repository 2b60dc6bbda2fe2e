"""What conditions can ask about promises: when the next one ends, which run, which were broken."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.conditions.columns import moment
from muhatap.cases.conditions.fields import Candidate, Choice, Facts, Field, Kind, Viewpoint
from muhatap.promises.models import Clock, Promise
from muhatap.topics.questions import words

_due_q, _due_holds = moment("next_due_at")


def _next_of(case: Any) -> Facts:
    return {"is_open": case.is_open, "next_due_at": case.next_due_at}


def _open_due_q(operator: str, value: str, seen: Viewpoint, name: str) -> Q:
    return Q(is_open=True) & _due_q(operator, value, seen, name)


def _open_due_holds(operator: str, value: str, facts: Facts, seen: Viewpoint, name: str) -> bool:
    return facts["is_open"] and _due_holds(operator, value, facts, seen, name)


def _running(case: Any) -> Any:
    return Clock.objects.filter(case_id=case, stopped_at__isnull=True)


def _paused_q(_seen: Viewpoint) -> Q:
    paused = _running(OuterRef("pk")).filter(paused_at__isnull=False)
    running = _running(OuterRef("pk")).filter(paused_at__isnull=True)
    return Q(is_open=True) & Q(Exists(paused)) & ~Q(Exists(running))


def _clocks_of(case: Any) -> Facts:
    rows = Clock.objects.filter(case_id=case.pk).select_related("promise")
    running = [clock for clock in rows if clock.stopped_at is None]
    return {
        "is_open": case.is_open,
        "running_promises": [clock.promise.code for clock in running],
        "running_until": [clock.limit_at for clock in running if clock.paused_at is None],
        "is_paused": bool(running) and all(clock.paused_at is not None for clock in running),
        "has_missed": any(clock.was_kept is False for clock in rows),
    }


def _broken_q(seen: Viewpoint) -> Q:
    rows = Clock.objects.filter(case_id=OuterRef("pk"))
    late = Q(stopped_at__isnull=True, paused_at__isnull=True, limit_at__lt=seen.at)
    return Q(Exists(rows.filter(Q(was_kept=False) | late)))


def _promise_q(_operator: str, value: str, _seen: Viewpoint, _name: str) -> Q:
    lookup = "promise__code__istartswith" if value.endswith("*") else "promise__code__iexact"
    return Q(Exists(_running(OuterRef("pk")).filter(**{lookup: value.rstrip("*")})))


def _promise_holds(_operator: str, value: str, facts: Facts, _seen: Viewpoint, _name: str) -> bool:
    wanted = value.rstrip("*").lower()
    codes = (code.lower() for code in facts["running_promises"])
    return any(code.startswith(wanted) if value.endswith("*") else code == wanted for code in codes)


def _promises(staff: Any) -> list[Candidate]:
    brand_ids = scope_of(staff).brand_ids_with(Permission.READ_CASES)
    rows = Promise.objects.filter(brand_id__in=brand_ids, retired_at__isnull=True).order_by("position", "id")
    return [Candidate(row.code, words(row.names, (staff.language,))) for row in rows]


IS = (
    Choice(
        code="late",
        label=_("a promise is overdue"),
        aliases=("geç", "gecikmiş", "overdue"),
        q=lambda seen: Q(is_open=True, next_due_at__lt=seen.at),
        holds=lambda facts, seen: facts["is_open"] and facts["next_due_at"] < seen.at,
        facts=_next_of,
    ),
    Choice(
        code="paused",
        label=_("every clock is paused"),
        aliases=("durmuş", "durdu"),
        q=_paused_q,
        holds=lambda facts, _seen: facts["is_open"] and facts["is_paused"],
        facts=_clocks_of,
    ),
    Choice(
        code="broken",
        label=_("a promise was broken"),
        aliases=("tutulmamış", "breached"),
        q=_broken_q,
        holds=lambda facts, seen: facts["has_missed"] or any(end < seen.at for end in facts["running_until"]),
        facts=_clocks_of,
    ),
)

FIELDS = (
    Field(
        name="due",
        kind=Kind.AHEAD,
        label=_("Next promise ends"),
        aliases=("süre", "vade"),
        q=_open_due_q,
        holds=_open_due_holds,
        facts=_next_of,
    ),
    Field(
        name="promise",
        kind=Kind.CODE,
        label=_("Running promise"),
        aliases=("söz",),
        q=_promise_q,
        holds=_promise_holds,
        facts=_clocks_of,
        candidates=_promises,
    ),
)
