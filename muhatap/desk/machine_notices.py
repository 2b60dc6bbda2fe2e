"""Notices about the installation itself in words, and where they lead."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from muhatap.desk.jobs import jobs_said
from muhatap.desk.webhook_words import webhook_said

MACHINE_KINDS = frozenset({"webhook_stopped", "jobs_missed"})


def machine_said(kind: str, params: Mapping[str, Any], at: datetime) -> tuple[str, str]:
    """The icon and the words of a notice."""
    return webhook_said(params) if kind == "webhook_stopped" else jobs_said(params, at)


def place_of_machine(kind: str, params: Mapping[str, Any]) -> str:
    """The page that a notice leads to."""
    return f"/desk/webhooks/{params.get('webhook', '')}/" if kind == "webhook_stopped" else "/desk/jobs/"
