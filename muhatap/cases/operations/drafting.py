"""Keeping what a member of staff is writing: a reply and a note are two drafts."""

from collections.abc import Iterable
from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.audit.recording import unit_of_work
from muhatap.cases.models import Case, Draft, DraftFile
from muhatap.cases.statuses import Author
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask

Copies = tuple[str, str]


def save_draft(
    *,
    case: Case,
    staff: Staff,
    author: Author,
    text: str,
    by: Actor,
    at: datetime,
    copies: Copies | None = None,
) -> None:
    """Keep what she has written so far, masked like everything that is stored; an empty text is no draft.

    `copies` are the addresses in Cc and Bcc as she typed them. A draft that has files stays, also empty.
    """
    with unit_of_work():
        if not text.strip() and not DraftFile.objects.filter(**_of("draft__", case, staff, author)).exists():
            drop_draft(case=case, staff=staff, author=author, by=by, at=at)
            return
        kept = {"text": mask(text).text, "updated_at": at}
        if copies is not None:
            kept |= {"cc": copies[0], "bcc": copies[1]}
        Draft.objects.update_or_create(**_of("", case, staff, author), defaults=kept)


def give_back(
    *,
    case: Case,
    staff: Staff,
    text: str,
    copies: Copies,
    files: Iterable[StoredFile],
    by: Actor,
    at: datetime,
) -> None:
    """Make a reply that did not leave a draft again, before what she may have begun to write since."""
    with unit_of_work():
        draft = Draft.objects.filter(**_of("", case, staff, Author.STAFF)).first()
        if draft is None:
            draft = Draft(case=case, staff_id=staff.pk, author=Author.STAFF)
        begun = draft.text.strip()
        draft.text = f"{text}\n\n{begun}" if begun and begun != text.strip() else text
        draft.cc, draft.bcc = (copies[0] or draft.cc), (copies[1] or draft.bcc)
        draft.updated_at = at
        draft.save()
        for file in files:
            DraftFile(draft=draft, file=file).save(force_insert=True)


def drop_draft(*, case: Case, staff: Staff, author: Author, by: Actor, at: datetime) -> None:
    """Forget a draft, because it was sent or emptied."""
    with unit_of_work():
        Draft.objects.filter(**_of("", case, staff, author)).delete()


def _of(path: str, case: Case, staff: Staff, author: Author) -> dict[str, object]:
    return {f"{path}case": case, f"{path}staff_id": staff.pk, f"{path}author": author}
