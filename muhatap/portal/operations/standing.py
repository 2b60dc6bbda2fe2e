"""Mail to those who follow the status page: the link that begins it, then every update, each once."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings

from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand
from muhatap.incidents import operations as incidents
from muhatap.incidents.models import Follower
from muhatap.incidents.queries import followers_of, update_with_id
from muhatap.kernel.actors import Actor
from muhatap.kernel.sealing import seal
from muhatap.portal.keys import FOLLOW, LINK_PURPOSE, STANDING, digest_of
from muhatap.portal.models import MailedLink
from muhatap.portal.standing.following import BEGIN, STOP, token_of

_FOLLOW_VALID_FOR = timedelta(days=2)
# Later than a day nobody wants to hear that something began.
_NEWS_FOR = timedelta(days=1)


def mail_follow_link(
    *, brand: Brand, email: str, language: str, by: Actor, at: datetime
) -> MailedLink | None:
    """Put the link that begins it on its way; None where the address follows already."""
    with unit_of_work() as unit:
        follower = incidents.ask_to_follow(brand=brand, email=email, language=language, by=by, at=at)
        if follower is None:
            return None
        link = _link(follower, FOLLOW, digest_of(secrets.token_urlsafe(24)), _FOLLOW_VALID_FOR, at)
        _seal(link, f"/{brand.code}/status/follow/{token_of(follower, BEGIN)}/")
        unit.add(link)
    return link


def mail_standing(*, brand: Brand, update_id: int, by: Actor, at: datetime) -> int:
    """Put what was said of an incident on its way to all who follow; the same update goes out once."""
    update = update_with_id(update_id)
    if update is None:
        return 0
    links = []
    for follower in followers_of(brand):
        link = _link(follower, STANDING, digest_of(f"standing:{update.id}:{follower.id}"), _NEWS_FOR, at)
        link.update = update
        _seal(link, f"/{brand.code}/status/stop/{token_of(follower, STOP)}/")
        links.append(link)
    with unit_of_work():
        MailedLink.objects.bulk_create(links, ignore_conflicts=True)
    return len(links)


def stop_telling(*, follower: Follower, by: Actor, at: datetime) -> None:
    """Forget an address, also in mails that have not left."""
    with unit_of_work():
        waiting = MailedLink.objects.filter(brand_id=follower.brand_id, kind=STANDING, sent_at__isnull=True)
        waiting.filter(recipient=follower.email).delete()
        incidents.stop_following(follower=follower, by=by, at=at)


def _link(follower: Follower, kind: str, digest: str, valid_for: timedelta, at: datetime) -> MailedLink:
    return MailedLink(
        brand_id=follower.brand_id,
        kind=kind,
        recipient=follower.email,
        language=follower.language,
        token_digest=digest,
        made_at=at,
        next_try_at=at,
        valid_until=at + valid_for,
    )


def _seal(link: MailedLink, path: str) -> None:
    url = f"{settings.MUHATAP_ORIGIN}{path}".encode()
    link.sealed_url = seal(settings.MUHATAP_KEYRING, LINK_PURPOSE, url, context=str(link.id).encode())
