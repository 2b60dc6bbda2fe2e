"""Rendering letters: plain text, so nothing in it is escaped."""

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.template.loader import get_template, render_to_string
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


@cache
def template_mark(code: str) -> str:
    """Which text of the product a letter is made of: its code, version 0 and the start of its SHA-256."""
    return shipped_mark(code, get_template(f"letters/{code}.txt", using="letters").template.source)


def shipped_mark(code: str, text: str) -> str:
    """The mark of a template that comes with the product, which changes with its text."""
    return f"{code}@0:{hashlib.sha256(text.encode()).hexdigest()[:8]}"
