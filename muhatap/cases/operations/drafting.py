"""Keeping what a member of staff is writing: a reply and a note are two drafts."""

from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.audit.recording import unit_of_work
from muhatap.cases.models import Case, Draft
from muhatap.cases.statuses import Author
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask


def save_draft(*, case: Case, staff: Staff, author: Author, text: str, by: Actor, at: datetime) -> None:
    """Keep what she has written so far, masked like everything that is stored; an empty text is no draft."""
    if not text.strip():
        drop_draft(case=case, staff=staff, author=author, by=by, at=at)
        return
    with unit_of_work():
        Draft.objects.update_or_create(
            case=case,
            staff_id=staff.pk,
            author=author,
            defaults={"text": mask(text).text, "updated_at": at},
        )


def drop_draft(*, case: Case, staff: Staff, author: Author, by: Actor, at: datetime) -> None:
    """Forget a draft, because it was sent or emptied."""
    with unit_of_work():
        Draft.objects.filter(case=case, staff_id=staff.pk, author=author).delete()
