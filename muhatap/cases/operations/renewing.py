"""A new secret for a case, when the old one was lost or seen by somebody."""

from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor


def next_secret_generation(*, case: Case, by: Actor, at: datetime) -> int:
    """Count the generation of the case's secret up by one; the caller records why."""
    with unit_of_work():
        case.secret_generation += 1
        case.save(update_fields=["secret_generation"])
    return case.secret_generation
