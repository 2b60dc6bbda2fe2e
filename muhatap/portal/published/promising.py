"""The promised times: what, within which time, counted how, and by when if you wrote now."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from muhatap.brands.models import Brand
from muhatap.brands.queries import charter_said
from muhatap.calendars.hours import CannotReckon
from muhatap.charters.shape import document_from
from muhatap.portal.published.editions import Edition
from muhatap.portal.published.saying import counts_from, kind_words, pause_words
from muhatap.promises.lifecycle import Happening, started_by
from muhatap.promises.rules import Rule, rules_for
from muhatap.promises.wording import span_words

Facts = dict[str, Any]
TOPIC, CHANNEL = "topic", "channel"
_NOT_FOR_PEOPLE = frozenset({"api"})
# The receipt comes at once and needs no date; news are owed again and again.
_WITHOUT_DATE = frozenset({"ack", "update"})


def promises(edition: Edition, asked: Mapping[str, str]) -> Facts:
    """Every public promise, the topics with what each gets by which channel, and one choice if asked."""
    said = {each["id"]: each for each in edition.section("promises") or []}
    calendars = _calendars(edition.brand, edition.standing.number)
    shown = [rule for rule in edition.rules() if rule.is_public and rule.code in said]
    topics = edition.section("topics") or []
    return {
        "promises": [_promise(edition, rule, said[rule.code], calendars) for rule in shown],
        "channels": [
            {"code": code, "name": edition.words(entry["name"])} for code, entry in _channels(edition).items()
        ],
        "topics": [
            {
                "code": topic["code"],
                "name": edition.words(topic["name"]),
                "priority": topic.get("priority", "P3"),
                "by_channel": {
                    code: [rule.code for rule in chosen]
                    for code, chosen in _by_channel(edition, topic).items()
                },
            }
            for topic in topics
        ],
        "chosen": _chosen(edition, asked, topics),
    }


def promised_now(edition: Edition, rules: Iterable[Rule], at: datetime) -> list[Facts]:
    """What a case that comes at this moment is promised: each with its dates, the nearest limit first."""
    coming = []
    for rule in rules:
        dates = dates_of(rule, at)
        if dates is not None and rule.clock not in _WITHOUT_DATE:
            coming.append({"id": rule.code, "clock": rule.clock, "name": edition.words(rule.names), **dates})
    return sorted(coming, key=lambda each: each["limit_at"])


def rules_of_case(edition: Edition, facts: Mapping[str, str]) -> list[Rule]:
    """The public promises that begin with a case of which these facts are known."""
    beginning = started_by(Happening.OPENED)
    chosen = rules_for(edition.rules(), {"plan": "", "complexity": "standard", "team": "", **facts})
    return [rule for name, rule in chosen.items() if name in beginning and rule.is_public]


def facts_of_topic(edition: Edition, topic: Mapping[str, Any], channel: str) -> dict[str, str]:
    """What is known of a case about this topic before anybody looked at it."""
    queue = edition.section("queues").get(topic["queue"]) or {}
    return {
        "topic": topic["code"],
        "kind": topic.get("kind", "request"),
        "priority": topic.get("priority", "P3"),
        "channel": channel,
        "team": queue.get("team", ""),
    }


def dates_of(rule: Rule, at: datetime) -> Facts | None:
    """Target and limit of a promise that begins at this moment; None beyond the known holidays."""
    try:
        target_at, limit_at = rule.due(at)
    except CannotReckon:
        return None
    zone = rule.schedule.zone
    return {
        "target_at": target_at.astimezone(zone) if target_at else None,
        "limit_at": limit_at.astimezone(zone),
    }


@lru_cache(maxsize=64)
def _calendars(brand: Brand, number: int) -> dict[str, str]:
    """Which calendar counts each promise; where none is named, the channel's, plan's or team's."""
    document = document_from(dict(charter_said(brand, number)))
    return {promise.id: document.calendar_of(promise) for promise in document.promises}


def _promise(edition: Edition, rule: Rule, said: Mapping[str, Any], calendars: Mapping[str, str]) -> Facts:
    code = calendars.get(rule.code, "")
    spans = [span for span in (rule.target, rule.limit) if span is not None]
    counts_open_time = any(span.counts_open_hours or span.unit == "bd" for span in spans)
    return {
        "id": rule.code,
        "clock": rule.clock,
        "name": edition.words(rule.names),
        "note": edition.words(said.get("note")),
        "target": str(rule.target or ""),
        "limit": str(rule.limit),
        "usually": span_words(str(rule.target or "")),
        "at_latest": span_words(str(rule.limit)),
        "counts_open_time": counts_open_time,
        "calendar": {
            "code": code,
            "name": edition.words((edition.section("calendars").get(code) or {}).get("name")),
            "zone": rule.schedule.tz,
        },
        "counts_from": counts_from(rule.clock),
        "pauses": [pause_words(each) for each in sorted(rule.pauses)],
        "longest_pause": span_words(said.get("pause_cap", "")) if rule.pauses else "",
        "law": rule.law,
        "for": _conditions(edition, rule),
        "example": dates_of(rule, edition.at),
    }


def _conditions(edition: Edition, rule: Rule) -> Facts:
    """For which cases a promise is made, in words; empty means for all."""
    topics = {each["code"]: edition.words(each["name"]) for each in edition.section("topics") or []}
    named = {
        "topic": topics,
        "channel": {code: edition.words(each["name"]) for code, each in edition.section("channels").items()},
        "plan": {code: edition.words(each["name"]) for code, each in edition.section("plans").items()},
        "team": {code: edition.words(each["name"]) for code, each in edition.section("teams").items()},
    }
    return {
        dimension: [
            kind_words(value) if dimension == "kind" else named.get(dimension, {}).get(value, value)
            for value in sorted(values)
            if value not in _NOT_FOR_PEOPLE
        ]
        for dimension, values in sorted(rule.when.items())
    }


def _channels(edition: Edition) -> dict[str, Any]:
    return {
        code: entry
        for code, entry in edition.section("channels").items()
        if code not in _NOT_FOR_PEOPLE and entry.get("open", True) and not entry.get("best_effort")
    }


def _by_channel(edition: Edition, topic: Mapping[str, Any]) -> dict[str, list[Rule]]:
    return {code: rules_of_case(edition, facts_of_topic(edition, topic, code)) for code in _channels(edition)}


def _chosen(edition: Edition, asked: Mapping[str, str], topics: Iterable[Mapping[str, Any]]) -> Facts | None:
    """What the reader's own case would be promised; without a channel, the first one."""
    channels = _channels(edition)
    topic = next((each for each in topics if each["code"] == asked.get(TOPIC, "")[:40]), None)
    if topic is None or not channels:
        return None
    channel = asked.get(CHANNEL, "")[:40]
    channel = channel if channel in channels else next(iter(channels))
    rules = rules_of_case(edition, facts_of_topic(edition, topic, channel))
    return {
        TOPIC: topic["code"],
        CHANNEL: channel,
        "topic_name": edition.words(topic["name"]),
        "channel_name": edition.words(channels[channel]["name"]),
        "began_at": edition.at.astimezone(edition.zone),
        "promised": promised_now(edition, rules, edition.at),
    }
