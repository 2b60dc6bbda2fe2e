"""What other parts of the product want to have looked at before a complaint moves on.

The table is named by a setting, so that what builds on complaints (letters, remedies) can add its checks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from muhatap.complaints.models import Complaint, Decision
from muhatap.complaints.stages import Guard

# Given the complaint and the moment: codes of what is missing, none when all is well.
Check = Callable[[Complaint, datetime], tuple[str, ...]]
# Given a drafted decision: codes of why a second person must agree, none when she need not.
SecondReason = Callable[[Decision], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Checks:
    """Further checks by guard, and further reasons for a second person."""

    guards: Mapping[Guard, tuple[Check, ...]] = field(default_factory=dict)
    second: tuple[SecondReason, ...] = ()


def further_checks() -> Checks:
    """The checks that the wiring lists."""
    table: Checks = import_string(settings.MUHATAP_COMPLAINT_CHECKS)
    return table


def further_missing(complaint: Complaint, at: datetime) -> dict[Guard, tuple[str, ...]]:
    """What these checks miss, by guard."""
    found = {
        guard: tuple(code for check in checks for code in check(complaint, at))
        for guard, checks in further_checks().guards.items()
    }
    return {guard: codes for guard, codes in found.items() if codes}


def further_reasons(decision: Decision) -> tuple[str, ...]:
    """Why else a second person must agree."""
    return tuple(code for reason in further_checks().second for code in reason(decision))
