"""Links that are mailed: to an unfinished form, or once into a case; and a new secret for a case."""

import secrets
from datetime import datetime

from django.conf import settings

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.operations.renewing import next_secret_generation
from muhatap.kernel.actors import Actor
from muhatap.kernel.sealing import seal
from muhatap.portal.events import CaseLinkOpened, SecretRenewed
from muhatap.portal.keys import (
    CASE_LINK_VALID_FOR,
    DRAFT_KEPT_FOR,
    LINK_PURPOSE,
    RESUME,
    TRACK,
    digest_of,
)
from muhatap.portal.models import FormDraft, MailedLink


def mail_draft_link(*, draft: FormDraft, key: str, recipient: str, by: Actor, at: datetime) -> MailedLink:
    """Put a link to an unfinished form on its way to an address."""
    link = MailedLink(
        brand_id=draft.brand_id,
        kind=RESUME,
        draft=draft,
        recipient=recipient,
        language=draft.language,
        # One draft may be mailed twice, so the link's own digest is not the draft's.
        token_digest=digest_of(secrets.token_urlsafe(24)),
        made_at=at,
        next_try_at=at,
        valid_until=at + DRAFT_KEPT_FOR,
    )
    return on_its_way(link=link, path=f"/{draft.brand.code}/form/resume/{key}/", by=by, at=at)


def mail_case_link(*, case: Case, language: str, by: Actor, at: datetime) -> MailedLink | None:
    """Put a one-time link on its way to the customer's own address; None when none is known."""
    recipient = case.customer_email
    if not recipient:
        return None
    token = secrets.token_urlsafe(24)
    link = MailedLink(
        brand_id=case.brand_id,
        kind=TRACK,
        case=case,
        recipient=recipient,
        language=language,
        token_digest=digest_of(token),
        made_at=at,
        next_try_at=at,
        valid_until=at + CASE_LINK_VALID_FOR,
    )
    return on_its_way(link=link, path=f"/{case.brand.code}/track/link/{token}/", by=by, at=at)


def open_with_link(*, brand_id: int, token: str, by: Actor, at: datetime) -> Case | None:
    """The case that a one-time link opens; the link is spent with it. None for a spent or old one."""
    with unit_of_work():
        link = (
            MailedLink.objects.select_for_update()
            .filter(brand_id=brand_id, kind=TRACK, token_digest=digest_of(token))
            .filter(used_at__isnull=True, valid_until__gt=at)
            .first()
        )
        if link is None or link.case is None:
            return None
        link.used_at = at
        link.save(update_fields=["used_at"])
        case = Case.objects.select_related("brand", "customer").get(id=link.case_id)
        record(CaseLinkOpened(brand=case.brand_id, case=case.id, link=link.id), by=by, at=at)
        # The address may have changed since the link went out; then it proves another one.
        if link.recipient == case.customer_email:
            cases.confirm_identity(case=case, how=cases.ProofBy.LINK, by=by, at=at)
    return case


def renew_secret(*, case: Case, by: Actor, at: datetime) -> None:
    """Replace the secret of a case; whoever came in by the old one, or holds a link, starts again."""
    with unit_of_work():
        MailedLink.objects.filter(case=case, kind=TRACK, used_at__isnull=True).update(
            used_at=at, sealed_url=b"", next_try_at=None
        )
        generation = next_secret_generation(case=case, by=by, at=at)
        record(SecretRenewed(brand=case.brand_id, case=case.id, generation=generation), by=by, at=at)


def on_its_way(*, link: MailedLink, path: str, by: Actor, at: datetime) -> MailedLink:
    """Seal where the link leads and let it be mailed."""
    url = f"{settings.MUHATAP_ORIGIN}{path}".encode()
    link.sealed_url = seal(settings.MUHATAP_KEYRING, LINK_PURPOSE, url, context=str(link.id).encode())
    with unit_of_work() as unit:
        unit.add(link)
    return link
