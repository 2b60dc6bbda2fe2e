"""Work that failed every time, and whether what is scheduled runs, as the page of jobs shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min
from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.audit.models import Event, ListenerRun
from muhatap.audit.relay import listeners_given_up
from muhatap.audit.turns_of_jobs import Turn, turns_written
from muhatap.channels.models import Delivery, DeliveryState
from muhatap.dossiers.wording import fact_words
from muhatap.integrations.models import CallState, WebhookCall
from muhatap.ui.dates import moment_words

_LISTED = 200


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A listener that failed every time: after which event, what it was to do, why it failed."""

    id: int
    after: str
    what: str
    why: str
    attempts: int
    given_up_at: datetime


def dead_letters_for(staff: Staff) -> list[DeadLetter]:
    """What failed every time in the brands that she configures, the newest first."""
    runs = listeners_given_up(scope_of(staff).brand_ids_with(Permission.CONFIGURE), limit=_LISTED)
    kinds = dict(Event.objects.filter(id__in=[run.event_id for run in runs]).values_list("id", "kind"))
    return [
        DeadLetter(
            id=run.id,
            after=fact_words(kinds.get(run.event_id, "")),
            what=run.listener.removeprefix("muhatap."),
            why=_reason(run.error),
            attempts=run.attempts,
            given_up_at=run.given_up_at,
        )
        for run in runs
    ]


def dead_letter_for(staff: Staff, run_id: int) -> ListenerRun | None:
    """One of them, if it is of a brand that she configures."""
    runs = listeners_given_up(scope_of(staff).brand_ids_with(Permission.CONFIGURE), limit=10_000)
    return next((run for run in runs if run.id == run_id), None)


def jobs(at: datetime) -> list[tuple[Turn, bool]]:
    """What is scheduled, with whether it was missed; what was missed first."""
    rows = [(turn, turn.is_missed(at)) for turn in turns_written()]
    return sorted(rows, key=lambda row: (not row[1], row[0].failures == 0, row[0].name))


def oldest_waiting(at: datetime) -> datetime | None:
    """Since when the oldest job that is due waits; None when nothing does."""
    due = ListenerRun.objects.filter(done_at=None, given_up_at=None, next_try_at__lte=at)
    return due.aggregate(first=Min("next_try_at"))["first"]


def elsewhere(staff: Staff) -> dict[str, int]:
    """How much was given up that other pages list: letters and calls of webhooks."""
    ids = scope_of(staff).brand_ids_with(Permission.CONFIGURE)
    letters = Delivery.objects.filter(brand_id__in=ids, state=DeliveryState.BOUNCED).count()
    calls = WebhookCall.objects.filter(webhook__brand_id__in=ids, state=CallState.GIVEN_UP).count()
    return {"letters": letters, "calls": calls}


def jobs_said(params: Mapping[str, object], at: datetime) -> tuple[str, str]:
    """The notice that scheduled jobs did not run."""
    since = datetime.fromisoformat(str(params["since"])) if params.get("since") else at
    names = params.get("jobs") or ()
    words = _("%(count)s scheduled jobs did not run since %(since)s: %(jobs)s")
    said = {
        "count": params.get("count", 0),
        "since": moment_words(since, at),
        "jobs": ", ".join(str(each) for each in names) if isinstance(names, list | tuple) else "",
    }
    return "alert", words % said


def _reason(error: str) -> str:
    # What stands behind the colon may quote a customer, and an administrator reads no cases.
    lines = error.strip().splitlines()
    return lines[-1].partition(":")[0][:120] if lines else ""
