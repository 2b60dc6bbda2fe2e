"""Rendering letters: plain text, so nothing in it is escaped."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from muhatap.cases.models import Case


def render_letter(code: str, *, case: Case, slots: Mapping[str, Any], language: str) -> str:
    """The text of a letter in the customer's language and the brand's zone; blank lines are tidied."""
    with translation.override(language), timezone.override(case.brand.zone):
        text = render_to_string(
            f"letters/{code}.txt",
            {
                "case": case,
                "brand": case.brand,
                "address": f"{settings.MUHATAP_ORIGIN}/{case.brand.code}/cases/{case.number}/",
                **slots,
            },
            using="letters",
        )
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines)
