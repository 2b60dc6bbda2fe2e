"""A charter's faults in the reader's language: pure; the texts come from a message catalogue."""

from __future__ import annotations

from collections.abc import Mapping

from muhatap.charters.errors import TEMPLATES, WORDED, Problem


def problem_words(problem: Problem, texts: Mapping[str, str]) -> tuple[str, str]:
    """Return message and remedy; what the catalogue (English to the language) lacks stays English."""
    params = {
        name: texts.get(value, value) if name in (*WORDED, "description") else value
        for name, value in problem.params
    }
    message, remedy = TEMPLATES[problem.code]
    return texts.get(message, message).format(**params), texts.get(remedy, remedy).format(**params)
