"""Everything that the widget must know before anybody writes."""

from typing import Any

from muhatap.channels.chat_hours import openness_of
from muhatap.channels.chat_queries import expected_wait
from muhatap.channels.shown_notices import notices_shown
from muhatap.channels.visitors.asking import topics_told
from muhatap.channels.visitors.calls import Call
from muhatap.channels.visitors.words import opening_words, survey_words, widget_words
from muhatap.incidents.wording import banner_of
from muhatap.topics.questions import words

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def setup_told(call: Call) -> dict[str, Any]:
    """Hours, the wait, topics with their questions, notices, limits, colours and every word."""
    brand, languages = call.brand, (call.language, call.brand.default_language)
    openness = openness_of(brand, call.said, call.at)
    limits = call.said.get("capabilities") or {}
    banner = banner_of(brand, languages, call.at)
    opens_at = openness.opens_at
    return {
        "brand": brand.name,
        "language": call.language,
        "dir": "rtl" if call.language in _RIGHT_TO_LEFT else "ltr",
        "open": openness.is_open,
        "opens": opening_words(opens_at, call.at) if opens_at else "",
        "wait": expected_wait(brand.id, call.at) if openness.is_open else None,
        "expected": words(call.said.get("expected"), languages),
        "checklist": [words(each, languages) for each in call.said.get("checklist", ())],
        "topics": topics_told(brand, languages),
        "notice": notices_shown(brand.notices, call.language),
        "privacy": f"/{brand.code}/privacy/",
        "callback": f"/{brand.code}/callback/",
        "phone": brand.contact.get("phone", ""),
        "bot": call.around.has_bot(brand),
        "colour": (brand.contact.get("sender") or {}).get("colour", ""),
        "attachments": limits.get("attachments", True),
        "megabytes": limits.get("largest_megabytes") or 10,
        "longest": limits.get("longest_message") or 4000,
        "survey": [
            {"name": name, "asked": asked, "from": least, "to": most, "low": low, "high": high}
            for name, asked, least, most, low, high in survey_words(
                {
                    name: words(brand.survey.get(name), languages)
                    for name in ("question", "effort", "recommend")
                }
            )
        ],
        "standing": banner.text if banner else "",
        "words": widget_words(),
    }
