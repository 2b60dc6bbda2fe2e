"""Keeping what a customer has begun to write: sealed, with its files, until it is sent or forgotten."""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings

from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand
from muhatap.files import operations as files
from muhatap.files.operations import FileRefused
from muhatap.kernel.actors import Actor
from muhatap.kernel.sealing import seal
from muhatap.portal.keys import DRAFT_KEPT_FOR, DRAFT_PURPOSE, MOST_BYTES, digest_of
from muhatap.portal.models import Attempts, DraftFile, FormDraft, MailedLink


def begin_draft(*, brand: Brand, topic: str, language: str, by: Actor, at: datetime) -> tuple[FormDraft, str]:
    """Begin a form and return it with its key, of which only the digest is kept."""
    key = secrets.token_urlsafe(24)
    with unit_of_work() as unit:
        draft = FormDraft(
            brand=brand,
            key_digest=digest_of(key),
            topic=topic,
            step="form",
            language=language,
            began_at=at,
            updated_at=at,
        )
        unit.add(draft)
    return draft, key


def keep_answers(
    *, draft: FormDraft, answers: Mapping[str, str], step: str, language: str, by: Actor, at: datetime
) -> None:
    """Keep everything as it was typed, right or wrong, and the step that was reached."""
    plain = json.dumps(dict(answers), ensure_ascii=False).encode("utf-8", "replace")
    with unit_of_work():
        draft.sealed_answers = seal(
            settings.MUHATAP_KEYRING, DRAFT_PURPOSE, plain, context=str(draft.id).encode()
        )
        draft.step, draft.language, draft.updated_at = step, language, at
        draft.save(update_fields=["sealed_answers", "step", "language", "updated_at"])


def switch_topic(*, draft: FormDraft, topic: str, evidence: Sequence[str], by: Actor, at: datetime) -> None:
    """Go on with the same answers and files about another topic; files find a place in its evidence."""
    with unit_of_work():
        draft.topic, draft.step, draft.updated_at = topic, "form", at
        draft.save(update_fields=["topic", "step", "updated_at"])
        strays = DraftFile.objects.filter(draft=draft).exclude(evidence__in=evidence)
        strays.update(evidence=evidence[0] if evidence else "")


def take_guide_along(*, draft: FormDraft, run_id: int, by: Actor, at: datetime) -> None:
    """Remember what was tried before this form."""
    with unit_of_work():
        draft.guide_run_id, draft.updated_at = run_id, at
        draft.save(update_fields=["guide_run_id", "updated_at"])


def add_file(
    *, draft: FormDraft, name: str, data: bytes, evidence: str, by: Actor, at: datetime
) -> DraftFile:
    """Keep a file with the form; `FileRefused` names it and says why it cannot be kept."""
    kept = DraftFile.objects.filter(draft=draft).select_related("file")
    sizes = [each.file.size for each in kept]
    if len(sizes) >= settings.MUHATAP_MAX_FILES:
        raise FileRefused("too_many", name, str(settings.MUHATAP_MAX_FILES))
    if sum(sizes) + len(data) > MOST_BYTES:
        raise FileRefused("too_large_together", name, str(MOST_BYTES))
    with unit_of_work() as unit:
        stored = files.store_file(brand_id=draft.brand_id, name=name, data=data, by=by, at=at)
        attached = DraftFile(draft=draft, file=stored, evidence=evidence)
        unit.add(attached)
    return attached


def remove_file(*, draft: FormDraft, file_id: int, by: Actor, at: datetime) -> None:
    """Take a file out of a form and destroy it; a file that is not there is no error."""
    with unit_of_work():
        for attached in DraftFile.objects.filter(draft=draft, id=file_id).select_related("file"):
            _destroy(attached, by=by, at=at)


def remove_all_files(*, draft: FormDraft, by: Actor, at: datetime) -> None:
    """Destroy the draft's copies of files, once they belong to a case or the draft is forgotten."""
    with unit_of_work():
        for attached in DraftFile.objects.filter(draft=draft).select_related("file"):
            _destroy(attached, by=by, at=at)


def forget_old_attempts(*, by: Actor, at: datetime) -> int:
    """Delete the counts of attempts and the links of more than a day ago; returns how many."""
    old = at - timedelta(days=1)
    counts, _ = Attempts.objects.filter(window_at__lt=old).delete()
    links, _ = MailedLink.objects.filter(valid_until__lt=old).delete()
    return counts + links


def forget_old_drafts(*, by: Actor, at: datetime) -> int:
    """Destroy drafts that nobody touched for seven days, with their files; returns how many."""
    old = list(FormDraft.objects.filter(updated_at__lt=at - DRAFT_KEPT_FOR)[:500])
    for draft in old:
        with unit_of_work():
            remove_all_files(draft=draft, by=by, at=at)
            draft.delete()
    return len(old)


def _destroy(attached: DraftFile, *, by: Actor, at: datetime) -> None:
    stored = attached.file
    attached.delete()
    files.destroy_file(stored=stored, by=by, at=at)
