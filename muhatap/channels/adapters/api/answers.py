"""Cases, messages and promises as JSON."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from muhatap.cases.models import Case, Message
from muhatap.channels.calls import Submission
from muhatap.channels.contract import PromiseMade, PromiseStanding
from muhatap.topics.questions import Question


def opened(
    submission: Submission, promises: Iterable[PromiseMade], questions: Iterable[Question]
) -> dict[str, Any]:
    """What the program is told of a case that it opened."""
    told = {
        "number": submission.receipt.number,
        "secret": submission.receipt.secret,
        "url": address_of(submission.case),
        "status": submission.receipt.status,
        "promises": [
            {
                "promise": made.promise,
                "name": made.name,
                "target_at": moment(made.target_at),
                "limit_at": moment(made.limit_at),
                "why": made.why,
            }
            for made in promises
        ],
    }
    left_out = [
        f"fields.{question.code}"
        for question in questions
        if question.required and question.code not in submission.case.fields
    ]
    return {**told, "missing": left_out} if left_out else told


def case(shown: Case, promises: Iterable[PromiseStanding]) -> dict[str, Any]:
    """A case as it stands; never its secret and nothing of its notes."""
    return {**listed(shown), "promises": [_standing(each) for each in promises]}


def listed(shown: Case) -> dict[str, Any]:
    """A case in a list, without its promises."""
    return {
        "number": shown.number,
        "url": address_of(shown),
        "status": shown.status,
        "closed_reason": shown.closed_reason or None,
        "kind": shown.kind,
        "priority": f"P{shown.priority}",
        "subject": shown.subject,
        "topic": shown.topic.code if shown.topic else None,
        "queue": shown.queue.code if shown.queue else None,
        "language": shown.language,
        "channel": shown.channel,
        "opened_at": moment(shown.received_at),
        "updated_at": moment(shown.updated_at),
        "resolved_at": moment(shown.resolved_at),
        "closed_at": moment(shown.closed_at),
        "next_step": shown.next_step,
        "next_update_at": moment(shown.next_update_at),
    }


def message(shown: Message, *, has_files: bool) -> dict[str, Any]:
    """A message with the names and digests of its files; `withheld` where these do not serve the caller."""
    told = {} if has_files else {"withheld": ["files"]}
    return told | {
        "id": str(shown.id),
        "author": shown.author,
        "channel": shown.channel,
        "language": shown.language,
        "at": moment(shown.at),
        "text": shown.text,
        "files": [
            {
                "name": attachment.file.name,
                "content_type": attachment.file.content_type,
                "size": attachment.file.size,
                "sha256": attachment.file.sha256,
                "evidence": attachment.evidence or None,
            }
            for attachment in shown.attachments.all()
            if has_files
        ],
    }


def address_of(shown: Case) -> str:
    """Where the customer opens the case with its number and secret."""
    return f"{settings.MUHATAP_ORIGIN}/{shown.brand.code}/cases/{shown.number}/"


def moment(at: datetime | None) -> str | None:
    """A moment in UTC, as ISO 8601 with a Z."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


def _standing(told: PromiseStanding) -> dict[str, Any]:
    return {
        "promise": told.promise,
        "name": told.name,
        "state": told.state,
        "started_at": moment(told.started_at),
        "target_at": moment(told.target_at),
        "limit_at": moment(told.limit_at),
        "stopped_at": moment(told.stopped_at),
        "kept": told.kept,
        "why": told.why,
        "derivation": list(told.derivation),
    }
