"""Notices about the installation itself in words, and where they lead."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from muhatap.desk.jobs import jobs_said
from muhatap.desk.registers.wording import REGISTER_KINDS, place_of_register, register_said
from muhatap.desk.webhook_words import webhook_said

MACHINE_KINDS = frozenset({"webhook_stopped", "jobs_missed"}) | REGISTER_KINDS


def machine_said(kind: str, params: Mapping[str, Any], at: datetime) -> tuple[str, str]:
    """The icon and the words of a notice."""
    if kind in REGISTER_KINDS:
        return register_said(kind, params, at)
    return webhook_said(params) if kind == "webhook_stopped" else jobs_said(params, at)


def place_of_machine(kind: str, params: Mapping[str, Any]) -> str:
    """The page that a notice leads to."""
    if kind in REGISTER_KINDS:
        return place_of_register(kind, params)
    return f"/desk/webhooks/{params.get('webhook', '')}/" if kind == "webhook_stopped" else "/desk/jobs/"
