"""Documents that a customer offers: looked at before they are sent, so that she can still choose another."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand
from muhatap.evidence import operations as evidence
from muhatap.evidence.looking import Look, look_at
from muhatap.evidence.models import Locker
from muhatap.files.operations import read_file
from muhatap.kernel.actors import Actor
from muhatap.kernel.sealing import seal
from muhatap.portal.keys import CASE_LINK_VALID_FOR, LINK_PURPOSE, LOCKER, digest_of
from muhatap.portal.models import DraftFile, FormDraft, MailedLink
from muhatap.portal.operations.drafting import add_file, begin_draft, remove_all_files

STEP = "documents"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits for her yes: the key that names it, its name and size, and what was seen."""

    key: str
    name: str
    size: int
    look: Look


def hold_document(*, brand: Brand, name: str, data: bytes, language: str, by: Actor, at: datetime) -> Waiting:
    """Keep a file until she says yes, at most seven days; `FileRefused` for what cannot be kept at all."""
    with unit_of_work() as unit:
        draft, key = begin_draft(brand=brand, topic=STEP, language=language, by=by, at=at)
        unit.flush()
        held = add_file(draft=draft, name=name, data=data, evidence=STEP, by=by, at=at)
    return Waiting(key, held.file.name, held.file.size, look_at(data, held.file.content_type))


def take_document(*, brand: Brand, key: str, by: Actor, at: datetime) -> tuple[str, bytes] | None:
    """Name and bytes of the file that waits under this key; it waits no longer. None when it is gone."""
    with unit_of_work():
        draft = FormDraft.objects.filter(brand=brand, key_digest=digest_of(key), topic=STEP).first()
        held = DraftFile.objects.filter(draft=draft).select_related("file").first() if draft else None
        if draft is None or held is None:
            return None
        data, name = read_file(stored=held.file), held.file.name
        remove_all_files(draft=draft, by=by, at=at)
        draft.delete()
    return name, data


def mail_locker_link(*, brand: Brand, email: str, language: str, by: Actor, at: datetime) -> MailedLink:
    """Put a one-time link to the locker of an address on its way there; made when it is asked for first."""
    locker = evidence.open_locker(brand=brand, email=email, language=language, by=by, at=at)
    token = secrets.token_urlsafe(24)
    link = MailedLink(
        brand=brand,
        kind=LOCKER,
        locker=locker,
        recipient=email,
        language=language,
        token_digest=digest_of(token),
        made_at=at,
        next_try_at=at,
        valid_until=at + CASE_LINK_VALID_FOR,
    )
    url = f"{settings.MUHATAP_ORIGIN}/{brand.code}/locker/open/{token}/".encode()
    link.sealed_url = seal(settings.MUHATAP_KEYRING, LINK_PURPOSE, url, context=str(link.id).encode())
    with unit_of_work() as unit:
        unit.add(link)
    return link


def open_locker_with_link(*, brand_id: int, token: str, by: Actor, at: datetime) -> Locker | None:
    """The locker that a one-time link opens; the link is spent with it. None for a spent or old one."""
    with unit_of_work():
        link = (
            MailedLink.objects.select_for_update(of=("self",))
            .filter(brand_id=brand_id, kind=LOCKER, token_digest=digest_of(token))
            .filter(used_at__isnull=True, valid_until__gt=at)
            .select_related("locker")
            .first()
        )
        if link is None or link.locker is None:
            return None
        link.used_at = at
        link.save(update_fields=["used_at"])
    return link.locker
