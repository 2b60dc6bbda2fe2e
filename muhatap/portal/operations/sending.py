"""Sending a form: stored as it came, then a case with a number, once, however often it is sent."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.models import Case
from muhatap.channels import operations as channels
from muhatap.channels.adapters.web_form.submission import CHANNEL, Circumstances, Submission, inbound_from
from muhatap.channels.contract import InboundFile
from muhatap.channels.operations.vaulting import put_in_case
from muhatap.files import operations as files
from muhatap.help_centre.models import GuideRun
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask, with_masks
from muhatap.portal.events import GuideTried
from muhatap.portal.models import DraftFile, FormDraft
from muhatap.portal.operations.drafting import remove_all_files
from muhatap.problems import operations as problems
from muhatap.topics.questions import Question

_NEVER_KEPT = frozenset({"card", "cvv"})


class NotTaken(Exception):
    """A form could not become a case; what was sent lies in the vault and the draft is as it was."""


@dataclass(frozen=True, slots=True)
class FormToSend:
    """A form without troubles: as typed, as read, and with the notices that its sender saw."""

    answers: Mapping[str, str]
    submission: Submission
    questions: Sequence[Question]
    wanted_label: str
    language: str
    tried: str = ""
    notices: Mapping[str, Any] = field(default_factory=dict)


def send_form(*, draft: FormDraft, form: FormToSend, by: Actor, at: datetime) -> Case:
    """Make the case of a form, or return the one that it already became; `NotTaken` when that fails."""
    if draft.sent_case_id is None:
        _send(draft, form, by=by, at=at)
    return Case.objects.select_related("brand", "customer").get(id=draft.sent_case_id)


def _send(draft: FormDraft, form: FormToSend, *, by: Actor, at: datetime) -> None:
    attached = list(DraftFile.objects.filter(draft=draft).select_related("file").order_by("id"))
    raw = _as_it_came(draft, form, attached)
    item, _ = channels.store_item(
        brand_id=draft.brand_id,
        source=CHANNEL,
        # A form that failed and was changed before it was sent again is another item.
        external_id=f"{draft.id}-{hashlib.sha256(raw).hexdigest()[:16]}",
        data=raw,
        by=by,
        at=at,
    )
    try:
        _receive(draft, form, attached, item.id, by=by, at=at)
    except Exception as trouble:
        # Whatever went wrong, the customer's words are safe in the vault and a person sees them.
        channels.set_aside(item=item, reason=f"web_form: {type(trouble).__name__}", by=by, at=at)
        raise NotTaken(draft.id) from trouble
    case = Case.objects.select_related("brand").get(id=draft.sent_case_id)
    put_in_case(item=item, case=case, by=by, at=at)
    problems.tie_claimed(form_id=draft.id, case=case, by=by, at=at)
    remove_all_files(draft=draft, by=by, at=at)


def _receive(
    draft: FormDraft,
    form: FormToSend,
    attached: Sequence[DraftFile],
    item_id: int,
    *,
    by: Actor,
    at: datetime,
) -> None:
    with unit_of_work():
        locked = FormDraft.objects.select_for_update().get(id=draft.id)
        if locked.sent_case_id is None:
            around = Circumstances(
                brand_id=draft.brand_id,
                topic=draft.topic,
                language=form.language,
                received_at=at,
                wanted_label=form.wanted_label,
                beside=form.tried,
                notices=form.notices,
                files=tuple(
                    InboundFile(each.file.name, files.read_file(stored=each.file), each.evidence)
                    for each in attached
                ),
                external_id=f"form-{draft.id}",
                vault_item_id=item_id,
            )
            inbound = inbound_from(form.submission, form.questions, around)
            receipt = channels.receive(inbound=inbound, by=by, at=at)
            locked.sent_case_id = receipt.case_id
            _say_what_was_tried(locked, receipt.case_id, by=by, at=at)
            locked.sealed_answers = b""
            locked.step, locked.updated_at = "done", at
            locked.save(update_fields=["sent_case_id", "sealed_answers", "step", "updated_at"])
    draft.sent_case_id = locked.sent_case_id


def _say_what_was_tried(draft: FormDraft, case_id: int, *, by: Actor, at: datetime) -> None:
    run = GuideRun.objects.filter(id=draft.guide_run_id).first() if draft.guide_run_id else None
    if run is None:
        return
    tried = GuideTried(
        case=case_id,
        brand=draft.brand_id,
        guide=run.guide,
        steps=tuple(f"{each['step']}:{each['outcome']}" for each in run.steps),
        charter=run.charter_number,
        run=run.id,
    )
    record(tried, by=by, at=at)


def _as_it_came(draft: FormDraft, form: FormToSend, attached: Sequence[DraftFile]) -> bytes:
    """The form as JSON; card numbers and security codes are masked even here (PCI DSS 3.3.1)."""
    sent = {
        "topic": draft.topic,
        "language": form.language,
        "answers": dict(form.answers),
        "notices": dict(form.notices),
        "files": [
            {"name": each.file.name, "sha256": each.file.sha256, "evidence": each.evidence}
            for each in attached
        ],
    }
    text = json.dumps(sent, ensure_ascii=False, sort_keys=True)
    found = [secret for secret in mask(text).found if secret.kind in _NEVER_KEPT]
    return with_masks(text, found).encode("utf-8", "replace")
