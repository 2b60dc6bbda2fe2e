"""Telling an announcement on the operator's social channels: checked first, sent by its connector, logged."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from muhatap.audit.recording import record, unit_of_work
from muhatap.help_centre.models import Announcement
from muhatap.integrations.calling import PeerFailed, ask
from muhatap.integrations.events import AnnouncementPosted
from muhatap.integrations.models import PublicPost
from muhatap.integrations.peers import social_peer_of
from muhatap.integrations.post_models import PostState
from muhatap.kernel.actors import Actor
from muhatap.kernel.public_words import private_in

ATTEMPTS = 6
_AT_ONCE = 20
_LATER = timedelta(minutes=1)


class SaysPrivate(ValueError):
    """A text for everybody shows what belongs to one person; `found` are the sorts of it."""

    def __init__(self, found: Sequence[str]) -> None:
        super().__init__(", ".join(found))
        self.found = tuple(found)


class NowhereToPost(Exception):
    """The installation names no connector of public posts for this brand."""


def _refuse_private(texts: Mapping[str, str]) -> None:
    """`SaysPrivate` for words with a case, card or identity number, an IBAN, an address or a telephone."""
    found = dict.fromkeys(sort for text in texts.values() for sort in private_in(text))
    if found:
        raise SaysPrivate(tuple(found))


def post_announcement(*, announcement: Announcement, by: Actor, at: datetime) -> list[PublicPost]:
    """Let an announcement be told on the social channels, in each of its languages, once."""
    brand = announcement.brand
    if social_peer_of(brand.code) is None:
        raise NowhereToPost(brand.code)
    page = f"{settings.MUHATAP_ORIGIN}/{brand.code}/"
    texts = {
        code: f"{announcement.titles[code]}\n\n{announcement.texts[code]}" for code in announcement.titles
    }
    _refuse_private(texts)
    with unit_of_work():
        known = set(PublicPost.objects.filter(announcement=announcement).values_list("language", flat=True))
        return [
            PublicPost.objects.create(
                announcement=announcement,
                language=code,
                text=f"{text}\n\n{page}",
                next_try_at=max(at, announcement.starts_at),
                asked_by_id=by.id,
                asked_at=at,
            )
            for code, text in texts.items()
            if code not in known
        ]


def send_posts(*, by: Actor, at: datetime) -> int:
    """Send what is due to its connector; an announcement that ended meanwhile is not told any more."""
    due = PublicPost.objects.filter(state=PostState.WAITING, next_try_at__lte=at)
    rows = due.select_related("announcement__brand").order_by("next_try_at", "id")[:_AT_ONCE]
    return sum(_send(each, by=by, at=at) for each in rows)


def _send(post: PublicPost, *, by: Actor, at: datetime) -> int:
    brand = post.announcement.brand
    peer = social_peer_of(brand.code)
    link, trouble = "", "over" if not post.announcement.is_shown_at(at) else "" if peer else "no_peer"
    if peer is not None and not trouble:
        # The id stays the same, so that a connector that took it and was not heard posts it once.
        said = {
            "type": "announcement.published",
            "id": f"post_{post.id}",
            "brand": brand.code,
            "language": post.language,
            "text": post.text,
        }
        body = json.dumps(said, ensure_ascii=False).encode()
        try:
            told = ask(peer, call_id=f"post_{post.id}", timestamp=int(at.timestamp()), body=body)
            link = _link(told)
        except PeerFailed as failed:
            trouble = failed.code
    return _keep(post, link, trouble, by=by, at=at)


def _keep(post: PublicPost, link: str, trouble: str, *, by: Actor, at: datetime) -> int:
    with unit_of_work():
        held = PublicPost.objects.select_for_update(of=("self",)).get(id=post.id)
        if held.state != PostState.WAITING:
            return 0
        held.attempts += 1
        held.link, held.trouble = link, trouble
        ends = not trouble or trouble in {"over", "no_peer"} or held.attempts >= ATTEMPTS
        if ends:
            held.state = PostState.GIVEN_UP if trouble else PostState.SENT
            held.ended_at = at
        else:
            held.next_try_at = at + _LATER * 2**held.attempts
        held.save()
        if ends:
            fact = AnnouncementPosted(
                brand=post.announcement.brand_id,
                announcement=post.announcement_id,
                language=held.language,
                is_sent=not trouble,
                attempts=held.attempts,
                trouble=trouble,
            )
            record(fact, by=by, at=at)
    return 1


def _link(told: bytes) -> str:
    try:
        said = json.loads(told)
        link = said.get("link", "") if isinstance(said, dict) else ""
        is_safe = isinstance(link, str) and urlsplit(link).scheme == "https"
    except (ValueError, RecursionError):
        return ""
    return link[:500] if is_safe else ""
