"""Handing a copy of her data to its person: a link to her mailbox, a code on her page, both together once."""

import secrets
from datetime import datetime

from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.portal.keys import DATA, digest_of
from muhatap.portal.models import MailedLink
from muhatap.portal.operations.linking import on_its_way
from muhatap.privacy import operations as privacy
from muhatap.privacy.models import DataCopy
from muhatap.privacy.operations.copying import CODE_FOR


def mail_copy_link(*, case: Case, copy: DataCopy, language: str, by: Actor, at: datetime) -> str:
    """Mail a link to the customer's address and return the code for her page; empty where none is known."""
    recipient = case.customer_email
    if not recipient:
        return ""
    token = secrets.token_urlsafe(24)
    code = privacy.offer_copy(copy=copy, token=token, by=by, at=at)
    MailedLink.objects.filter(case=case, kind=DATA, used_at__isnull=True).update(
        used_at=at, sealed_url=b"", next_try_at=None
    )
    link = MailedLink(
        brand_id=case.brand_id,
        kind=DATA,
        case=case,
        recipient=recipient,
        language=language,
        token_digest=digest_of(token),
        made_at=at,
        next_try_at=at,
        valid_until=at + CODE_FOR,
    )
    on_its_way(link=link, path=f"/{case.brand.code}/data/{token}/", by=by, at=at)
    return code
