"""Who speaks and for what: scope, legal entity, official addresses, accessibility."""

from typing import Any

from muhatap.brands.impostors import own_addresses
from muhatap.portal.published.editions import Edition

Facts = dict[str, Any]


def scope(edition: Edition) -> Facts:
    """What the brand answers, in which languages, and who answers for it."""
    groups = edition.section("groups")
    topics = edition.section("topics") or []
    return {
        "name": edition.said["brand"]["name"],
        "languages": list(edition.said["brand"]["languages"]),
        "groups": [
            {
                "code": code,
                "name": edition.words(group["name"]),
                "topics": [
                    {
                        "code": topic["code"],
                        "name": edition.words(topic["name"]),
                        "description": edition.words(topic.get("description")),
                        "kind": topic.get("kind", "request"),
                    }
                    for topic in topics
                    if topic["group"] == code
                ],
            }
            for code, group in groups.items()
        ],
        "legal_entity": _legal(edition),
        "official": official(edition)["addresses"],
    }


def _legal(edition: Edition) -> Facts:
    said = edition.said["brand"]["legal_entity"]
    licence, regulator = said.get("licence") or {}, said.get("regulator") or {}
    plain = {
        name: said.get(name, "") for name in ("name", "address", "country", "register_number", "tax_number")
    }
    return {
        **plain,
        "is_regulated": edition.said["brand"].get("regulated", True),
        "licence": licence and {**licence, "kind": edition.words(licence.get("kind"))},
        "regulator": regulator and {**regulator, "name": edition.words(regulator.get("name"))},
    }


def official(edition: Edition) -> Facts:
    """Every address, number and account that is really the brand's own."""
    brand = edition.said["brand"]
    contact = {**brand["contact"], "sender": brand["sender"]}
    owned = own_addresses({"official": brand.get("official") or {}}, contact)
    return {
        "addresses": [
            {"kind": each.kind, "address": each.written, "network": each.network, "url": _safe(each.url)}
            for each in owned
        ],
        "report_topic": (brand.get("official") or {}).get("impostor_topic", ""),
    }


def accessibility(edition: Edition) -> Facts:
    """The accessibility statement: the standard, what is missing, and the ways that are offered."""
    said, contact = edition.section("accessibility"), edition.said["brand"]["contact"]
    return {
        "standard": said["standard"],
        "reviewed_on": said.get("reviewed_on", ""),
        "gaps": edition.words(said.get("gaps")),
        "ways": [
            {"code": each["code"], "name": edition.words(each["name"]), "how": edition.words(each["how"])}
            for each in said["ways"]
        ],
        "ask": {"email": contact["email"], "phone": contact.get("phone", ""), "topic": _a11y_topic(edition)},
    }


def _a11y_topic(edition: Edition) -> str:
    codes = [topic["code"] for topic in edition.section("topics") or []]
    return "A11Y" if "A11Y" in codes else ""


def _safe(url: str) -> str:
    return url if url.startswith(("https://", "http://")) else ""
