"""What public pages show of a brand: topics, channels with their hours, promises and the notice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from muhatap.brands.models import Brand
from muhatap.calendars.week_words import week_lines
from muhatap.kernel.text import fold
from muhatap.portal.queries import Place
from muhatap.promises.lifecycle import Happening, started_by
from muhatap.promises.models import Promise
from muhatap.promises.rules import rules_for, rules_of
from muhatap.promises.wording import span_words
from muhatap.topics.models import Topic
from muhatap.topics.questions import words

_ICONS = {
    "PAY": "card", "REF": "coin", "SUB": "calendar", "ACC": "user", "KYC": "id", "PROMO": "gift",
    "TECH": "tool", "A11Y": "speaker", "EMG": "alert", "COMPLAINT": "scale", "SVC": "users",
    "PRIV": "lock", "MKT": "bell", "SG": "shield", "CORP": "building",
}  # fmt: skip
_CHANNEL_ICONS = {"web_form": "web", "email": "mail", "phone": "phone", "live_chat": "chat", "in_app": "app"}


@dataclass(frozen=True, slots=True)
class TopicFace:
    """One topic as it can be chosen."""

    code: str
    name: str
    description: str
    icon: str
    group: str
    kind: str


@dataclass(frozen=True, slots=True)
class PlaceFace:
    """One channel with its hours in words."""

    code: str
    name: str
    address: str
    href: str
    icon: str
    expected: str
    best_for: str
    checklist: tuple[str, ...]
    is_open: bool
    standing: str
    week: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PromiseFace:
    """One promise in words: what, usually within, at the latest within."""

    name: str
    usually: str
    at_latest: str


@dataclass(frozen=True, slots=True)
class ComingPromise:
    """A promise that a case would get now: usually by, at the latest by."""

    name: str
    target_at: datetime | None
    limit_at: datetime


def topic_faces(topics: Sequence[Topic], languages: Sequence[str]) -> list[TopicFace]:
    """The topics in the reader's language."""
    return [
        TopicFace(
            code=each.code,
            name=words(each.names, languages) or each.code,
            description=words(each.descriptions, languages),
            icon=_ICONS.get(each.code.split("-")[0], "file"),
            group=each.group,
            kind=each.kind,
        )
        for each in topics
    ]


def topics_matching(topics: Sequence[TopicFace], sought: str) -> list[TopicFace]:
    """The topics in which every sought word begins some word; all when nothing is sought."""
    wanted = fold(sought).split()
    return [each for each in topics if all(_has_word(each, word) for word in wanted)]


def grouped(
    topics: Sequence[TopicFace], names: Mapping[str, Any], languages: Sequence[str]
) -> list[tuple[str, list[TopicFace]]]:
    """The topics under their groups' headings, in the charter's order; without names, in one list."""
    groups: dict[str, list[TopicFace]] = {}
    for each in topics:
        groups.setdefault(each.group if each.group in names else "", []).append(each)
    return [(words(names.get(code), languages), members) for code, members in groups.items()]


def place_faces(places: Sequence[Place], languages: Sequence[str], now: datetime) -> list[PlaceFace]:
    """The channels that people use, with their hours."""
    return [_place_face(each, languages, now) for each in places if each.code != "api"]


def promise_faces(promises: Sequence[Promise], languages: Sequence[str]) -> list[PromiseFace]:
    """The promises, each wording once."""
    faces = [
        PromiseFace(words(each.names, languages), span_words(each.target), span_words(each.limit))
        for each in promises
    ]
    return list(dict.fromkeys(faces))


def coming_promises(
    brand: Brand, topic: Topic, languages: Sequence[str], at: datetime, priority: int | None = None
) -> list[ComingPromise]:
    """What a form about this topic would be promised now, with the topic's own priority or another."""
    facts = {
        "topic": topic.code,
        "kind": topic.kind,
        "channel": "web_form",
        "priority": f"P{priority or topic.priority}",
        "plan": "",
        "complexity": "standard",
    }
    chosen = rules_for(rules_of(brand), facts)
    names = started_by(Happening.OPENED) - {"ack", "update"}
    coming = []
    for name, rule in chosen.items():
        if name in names and rule.is_public:
            target_at, limit_at = rule.due(at)
            coming.append(ComingPromise(words(rule.names, languages), target_at, limit_at))
    return sorted(coming, key=lambda each: each.limit_at)


def notice_face(notices: Mapping[str, Any], languages: Sequence[str]) -> dict[str, str]:
    """The privacy notice in words, with its versions."""
    policy = notices.get("policy") or {}
    url = str(policy.get("url", ""))
    texts = {
        name: words(notices.get(name), languages)
        for name in ("purpose", "legal_basis", "retention", "recipients")
    }
    return {
        **texts,
        "version": str(notices.get("version", "")),
        "policy_version": str(policy.get("version", "")),
        "policy_url": url if url.startswith(("https://", "http://")) else "",
    }


def _has_word(topic: TopicFace, word: str) -> bool:
    text = fold(f"{topic.name} {topic.description} {topic.code}").replace("-", " ")
    return any(each.startswith(word) for each in text.split())


def _place_face(place: Place, languages: Sequence[str], now: datetime) -> PlaceFace:
    entry = place.entry
    address = entry.get("address", "")
    mailboxes = entry.get("mailboxes") or []
    if place.code == "email" and mailboxes:
        address = address or mailboxes[0].get("address", "")
    return PlaceFace(
        code=place.code,
        name=words(entry.get("name"), languages) or place.code,
        address=address,
        href=_href(place.code, address),
        icon=_CHANNEL_ICONS.get(place.code, "social"),
        expected=words(entry.get("expected"), languages),
        best_for=words(entry.get("best_for"), languages),
        checklist=tuple(words(each, languages) for each in entry.get("checklist", ())),
        is_open=place.is_open,
        standing=_standing(place, now),
        week=week_lines(place.week),
    )


def _href(code: str, address: str) -> str:
    if code == "phone" and address:
        return f"tel:{address.replace(' ', '')}"
    if code == "email" and address:
        return f"mailto:{address}"
    return address if address.startswith("https://") else ""


def _standing(place: Place, now: datetime) -> str:
    if place.is_open and place.closes_at is None:
        return _("Open day and night")
    if place.is_open:
        return _("Open now, until %(time)s") % {"time": _moment(place.closes_at, now)}
    if place.opens_at is not None:
        return _("Closed now. Opens %(time)s") % {"time": _moment(place.opens_at, now)}
    return ""


def _moment(at: datetime, now: datetime) -> str:
    local, today = localtime(at), localtime(now).date()
    time = f"{local:%H:%M}"
    if time == "00:00":
        local, time = local - timedelta(days=1), "24:00"
    if local.date() == today:
        return time
    if local.date() == today + timedelta(days=1):
        return _("tomorrow %(time)s") % {"time": time}
    return f"{date_format(local, 'l j F')} {time}"
