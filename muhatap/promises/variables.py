"""What the variables of texts stand for on a case."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.formats import date_format

from muhatap.accounts.models import Staff
from muhatap.cases.models import Case
from muhatap.promises.queries import clocks_alone
from muhatap.promises.rules import rule_with_id
from muhatap.topics.questions import words


def values_of(case: Case, staff: Staff | None, at: datetime) -> dict[str, str]:
    """What each variable stands for, in the case's language and the brand's zone; empty for nothing."""
    languages = (case.language, case.brand.default_language)
    with translation.override(case.language), timezone.override(ZoneInfo(case.brand.zone)):
        promise, limit_at = _next_promise(case, languages)
        return {
            "customer.name": case.customer.name,
            "case.number": case.number,
            "case.subject": case.subject,
            "case.topic": words(case.topic.names, languages) if case.topic else "",
            "promise.next": promise,
            "promise.next_at": moment_in_letters(limit_at) if limit_at else "",
            "agent.name": staff.name if staff else "",
            "brand.name": case.brand.name,
            "today": date_format(timezone.localtime(at), "j F Y"),
        }


def moment_in_letters(at: datetime) -> str:
    """A moment with its day and year, as a letter says it that may be read much later."""
    return date_format(timezone.localtime(at), "j F Y H:i")


def _next_promise(case: Case, languages: tuple[str, ...]) -> tuple[str, datetime | None]:
    """Name and limit of the promise to the customer that ends next; nothing while none runs."""
    running = [each for each in clocks_alone(case) if each.stopped_at is None and each.paused_at is None]
    told = [(each.limit_at, rule_with_id(each.promise_id)) for each in running]
    public = [(limit_at, rule) for limit_at, rule in told if rule.is_public]
    if not public:
        return "", None
    limit_at, rule = min(public, key=lambda each: each[0])
    return words(rule.names, languages), limit_at
