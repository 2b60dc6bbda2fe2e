"""Calls as their page shows them."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from muhatap.brands.models import Brand
from muhatap.quality.calls import tally, words_said
from muhatap.quality.people import quality_terms
from muhatap.quality.queries import calls_since
from muhatap.reports.catalogue import MEASURES
from muhatap.reports.wording import value_words
from muhatap.ui.furniture import percent_words

_CASES_SHOWN = 8


def calls_face(brand: Brand, since: datetime) -> dict[str, Any]:
    """What is known of the calls of a brand: times, shares, and words with the cases of their calls."""
    calls = calls_since(brand, since)
    told, terms = tally(calls), quality_terms(brand)
    return {
        "brand": brand,
        "told": told,
        "reached": _percent(Fraction(told.answered, told.calls) if told.calls else None),
        "talk": _seconds(told.talk),
        "hold": _seconds(told.hold),
        "wrap_up": _seconds(told.wrap_up),
        "handling": _seconds(told.handling),
        "transferred": _percent(told.transferred),
        "abandoned": _percent(told.abandoned),
        "agent_share": _percent(told.agent_share),
        "silence": _percent(told.silence),
        "words": [
            (word, count, numbers[:_CASES_SHOWN])
            for word, count, numbers in words_said(calls, terms.call_words)
        ],
        "looked_for": "\n".join(terms.call_words),
    }


def _seconds(value: Fraction | None) -> str:
    return "–" if value is None else value_words(MEASURES["aht"], round(value))


def _percent(value: Fraction | None) -> str:
    return "–" if value is None else percent_words(float(100 * value))
