"""Words of rules and macros with the values of a case in them, in the customer's language."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone, translation
from django.utils.timezone import localtime

from muhatap.accounts.models import Staff
from muhatap.automation.actions import Action
from muhatap.cases.models import Case
from muhatap.kernel.masking import mask
from muhatap.letters.filling import Filled, chosen_language, fill, variables_in
from muhatap.promises.models import Clock
from muhatap.topics.questions import words
from muhatap.ui.dates import moment_words


def filled(action: Action, case: Case, staff: Staff | None, at: datetime) -> Filled:
    """The action's words with what is known of the case, masked like all that is stored."""
    text = action.texts.get(chosen_language(action.texts, case.language), "")
    if not variables_in(text):
        return Filled(mask(text).text)
    done = fill(text, _values(case, staff, at))
    return Filled(mask(done.text).text, done.missing)


def _values(case: Case, staff: Staff | None, at: datetime) -> Mapping[str, str]:
    languages = (case.language, case.brand.default_language)
    clock = _next_clock(case)
    with translation.override(case.language), timezone.override(case.brand.zone):
        return {
            "customer.name": case.customer.name,
            "case.number": case.number,
            "case.subject": case.subject,
            "case.topic": words(case.topic.names, languages) if case.topic else "",
            "promise.next": words(clock.promise.names, languages) if clock else "",
            "promise.next_at": moment_words(clock.limit_at, at) if clock else "",
            "agent.name": staff.name if staff else "",
            "brand.name": case.brand.name,
            "today": f"{localtime(at):%d.%m.%Y}",
        }


def _next_clock(case: Case) -> Clock | None:
    running = Clock.objects.filter(case=case, stopped_at__isnull=True, paused_at__isnull=True)
    return (
        running.filter(promise__is_public=True).select_related("promise").order_by("limit_at", "id").first()
    )
