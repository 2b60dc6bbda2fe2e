"""Asking once for what a mail lacks, and taking it in by a link that is good for this one case."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation

from muhatap.audit.recording import unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.locking import lock
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.channels import operations as channels
from muhatap.channels.adapters.web_form.submission import Submission
from muhatap.channels.contract import InboundFile, InboundMessage, Sender
from muhatap.channels.models import Doubt, VaultItem
from muhatap.channels.operations.completing import complete_fields
from muhatap.channels.operations.vaulting import put_in_case
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.letters.rendering import render_letter, template_mark
from muhatap.portal.keys import completion_token
from muhatap.portal.missing import ABSENT, missing_plan
from muhatap.portal.plan import FormPlan
from muhatap.portal.reviewing import review_lines

CHANNEL = "portal"


@dataclass(frozen=True, slots=True)
class Completion:
    """What a customer gave of what was missing: `plan` is what was asked, `submission` what she answered."""

    plan: FormPlan
    submission: Submission
    files: Sequence[InboundFile]
    token: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it can be kept."""
        return not (self.submission.values or self.submission.reasons or self.files)


def ask_for_missing(*, case: Case, by: Actor, at: datetime) -> Message | None:
    """Write the letter that asks for what the mail lacks: once for each case, and never to a machine."""
    if case.channel != "email" or not case.customer_email:
        return None
    with unit_of_work():
        lock(case)
        if not case.is_open or _was_asked(case) or _is_unfit(case):
            return None
        with translation.override(case.language):
            plan = missing_plan(case, (case.language, case.brand.default_language))
        wanted = [*(each.label for each in plan.details), *(each.label for each in plan.evidence)]
        if not wanted:
            return None
        place = f"/{case.brand.code}/complete/{completion_token(case)}/?lang={case.language}"
        letter = render_letter(
            "missing",
            case=case,
            slots={"wanted": wanted, "link": f"{settings.MUHATAP_ORIGIN}{place}"},
            language=case.language,
        )
        return cases.post_message(
            case=case,
            new=cases.NewMessage(
                author=Author.AUTOMATIC,
                channel=case.channel,
                text=letter,
                external_id=_mark(case),
                template=template_mark("missing"),
            ),
            by=by,
            at=at,
        )


def complete_case(*, case: Case, given: Completion, by: Actor, at: datetime) -> None:
    """Keep what was given and show it in the conversation; the same token is taken once."""
    fields = _fields(case, given.submission)
    words = "\n".join(f"{line.label}: {line.words}" for line in review_lines(given.plan, given.submission))
    raw = json.dumps(
        {"number": case.number, "text": mask(words).text, "files": [each.name for each in given.files]}
    )
    item, is_new = channels.store_item(
        brand_id=case.brand_id,
        source=CHANNEL,
        external_id=f"{case.id}-completed-{given.token}",
        data=raw.encode(),
        by=by,
        at=at,
    )
    if not is_new:
        return
    with unit_of_work():
        if fields:
            sensitive = frozenset(each.code for each in given.plan.details if each.is_sensitive)
            complete_fields(case=case, fields=fields, sensitive=sensitive, by=by, at=at)
        channels.receive(inbound=_inbound(case, words, given, item.id, at), by=by, at=at)
        put_in_case(item=item, case=case, by=by, at=at)


def _inbound(case: Case, words: str, given: Completion, item_id: int, at: datetime) -> InboundMessage:
    customer = case.customer
    return InboundMessage(
        brand_id=case.brand_id,
        channel=CHANNEL,
        sender=Sender(customer.name, customer.email, customer.phone),
        text=words or "\n".join(each.name for each in given.files),
        language=case.language,
        files=tuple(given.files),
        case_id=case.id,
        vault_item_id=item_id,
        external_id=f"completed-{given.token}",
        received_at=at,
    )


def _fields(case: Case, submission: Submission) -> Mapping[str, Any]:
    fields = dict(submission.values)
    if submission.reasons:
        fields[ABSENT] = {**(case.fields.get(ABSENT) or {}), **submission.reasons}
    return fields


def _mark(case: Case) -> str:
    return f"missing:{case.id}"


def _was_asked(case: Case) -> bool:
    return Message.objects.filter(case=case, author=Author.AUTOMATIC, external_id=_mark(case)).exists()


def _is_unfit(case: Case) -> bool:
    """Whether a machine wrote, or perhaps not the one whose address it is."""
    if VaultItem.objects.filter(case=case, no_auto_reply=True).exists():
        return True
    return Doubt.objects.filter(case=case, settled_at__isnull=True).exists()
