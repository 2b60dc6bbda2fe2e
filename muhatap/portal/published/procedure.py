"""What is looked at first, how a complaint goes with real dates, and who decides after us."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from muhatap.letters.outside import last_day
from muhatap.portal.published.editions import Edition
from muhatap.portal.published.promising import facts_of_topic, promised_now, rules_of_case
from muhatap.portal.published.saying import keep_words
from muhatap.promises.deriving import Run, derive
from muhatap.promises.explaining import Audience, line_words
from muhatap.promises.rules import Rule

Facts = dict[str, Any]
_DECIDING = frozenset({"resolve", "legal_response", "contain"})


def priorities(edition: Edition) -> Facts:
    """The priorities in words, which topics have which, and by what the order is decided."""
    said = edition.section("prioritisation")
    topics = edition.section("topics") or []
    return {
        "levels": [
            {
                "code": code,
                "name": edition.words(level["name"]),
                "description": edition.words(level["description"]),
                "topics": [
                    edition.words(each["name"]) for each in topics if each.get("priority", "P3") == code
                ],
            }
            for code, level in said["levels"].items()
        ],
        "principles": [edition.words(each) for each in said.get("principles") or ()],
        "fast_lane": [
            edition.words(each["name"])
            for each in topics
            if (each.get("completeness") or {}).get("fast_lane")
        ],
    }


def complaints(edition: Edition) -> Facts:
    """How a complaint goes, with an ordinary, a complex and an urgent example, and the bodies outside."""
    examples = [each for each in _examples(edition) if each["promised"]]
    decided = next((each["decided_by"] for each in examples if each["decided_by"]), None)
    return {
        "topics": [
            {"code": each["code"], "name": edition.words(each["name"])}
            for each in edition.section("topics") or []
            if each.get("kind") == "complaint"
        ],
        "examples": examples,
        "outside": [_body(edition, each, decided) for each in edition.section("outside_bodies") or []],
    }


def _examples(edition: Edition) -> list[Facts]:
    topics = edition.section("topics") or []
    complaint = next((each for each in topics if each.get("kind") == "complaint"), None)
    urgent = next((each for each in topics if each.get("kind") == "emergency"), None)
    examples = []
    if complaint is not None:
        examples.append(_example(edition, "ordinary", complaint, {}))
        examples.append(_example(edition, "complex", complaint, {"complexity": "complex"}))
    if urgent is not None:
        examples.append(_example(edition, "urgent", urgent, {}))
    return examples


def _example(edition: Edition, name: str, topic: Mapping[str, Any], more: Mapping[str, str]) -> Facts:
    """A case that comes at the edition's moment, reckoned by the same clocks as a real one."""
    channels = edition.section("channels")
    channel = "web_form" if "web_form" in channels else next(iter(channels))
    rules = rules_of_case(edition, {**facts_of_topic(edition, topic, channel), **more})
    by_code = {rule.code: rule for rule in rules}
    promised = [
        {**each, "why": _why(by_code[each["id"]], each, edition.at)}
        for each in promised_now(edition, rules, edition.at)
    ]
    deciding = [each["limit_at"] for each in promised if each["clock"] in _DECIDING]
    return {
        "code": name,
        "name": _title(name),
        "topic": topic["code"],
        "topic_name": edition.words(topic["name"]),
        "began_at": edition.at.astimezone(edition.zone),
        "promised": promised,
        "decided_by": min(deciding, default=None),
    }


def _why(rule: Rule, dates: Facts, at: datetime) -> list[str]:
    run = Run(started_at=at, target_at=dates["target_at"], limit_at=dates["limit_at"], because="opened")
    return [words for line in derive(rule, run) if (words := line_words(line, Audience.CUSTOMER))]


def _title(name: str) -> str:
    match name:
        case "ordinary":
            return _("An ordinary complaint")
        case "complex":
            return _("A complex complaint")
        case _:
            return _("An emergency")


def _body(edition: Edition, body: Mapping[str, Any], decided: datetime | None) -> Facts:
    within = body.get("within", "")
    country = edition.section("jurisdictions").get(body.get("jurisdiction", "")) or {}
    is_for_complaints = not body.get("kinds") or "complaint" in body["kinds"]
    answered_on = decided.astimezone(edition.zone).date() if decided and is_for_complaints else None
    url = body.get("url", "")
    return {
        "name": edition.words(body["name"]),
        "when": edition.words(body["when"]),
        "url": url if url.startswith(("https://", "http://")) else "",
        "address": body.get("address", ""),
        "jurisdiction": body.get("jurisdiction", ""),
        "jurisdiction_name": edition.words(country.get("name")),
        "kinds": list(body.get("kinds") or ()),
        "within": within,
        "within_words": keep_words(within) if within else "",
        "last_day": last_day(answered_on, within) if answered_on and within else None,
    }
