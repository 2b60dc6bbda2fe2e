"""What is given back of what was paid: how much, asked for within how many days, and by when it is paid."""

from typing import Any

from django.utils.translation import gettext as _

from muhatap.money.wording import nature_words
from muhatap.portal.published.editions import Edition
from muhatap.portal.published.saying import keep_words

Facts = dict[str, Any]


def refunds(edition: Edition) -> Facts:
    """The refund terms of a charter, in its order; a share is in percent."""
    methods = {code: edition.words(each["name"]) for code, each in edition.section("payment_methods").items()}
    return {
        "terms": [
            {
                "code": each["id"],
                "name": edition.words(each["name"]),
                "paid_for": [nature_words(nature) for nature in each.get("nature", ())],
                "methods": [methods.get(method, method) for method in each.get("method", ())],
                "jurisdictions": list(each.get("jurisdiction", ())),
                "percent": each["rate"],
                "share": _("%(percent)s percent") % {"percent": each["rate"]},
                "within_days": each.get("within_days"),
                "usually": keep_words(each["target"]) if each.get("target") else "",
                "at_the_latest": keep_words(each["limit"]),
                "basis": edition.words(each.get("basis")),
            }
            for each in edition.section("refund_terms") or ()
        ]
    }


def refunds_for_topic(edition: Edition | None, code: str) -> Facts:
    """The refund terms where a topic stands in a group in which refunds are asked for; else nothing."""
    topics = edition.section("topics") or () if edition else ()
    groups = {each.get("group") for each in topics if each.get("kind") == "refund"}
    own = next((each.get("group") for each in topics if each["code"] == code), None)
    return refunds(edition) if edition and own is not None and own in groups else {}
