"""Answers that the customer gives later than the case was opened."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import search
from muhatap.cases.events import AnswersAdded
from muhatap.cases.locking import lock
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor


def add_answers(
    *, case: Case, fields: Mapping[str, Any], sealed_fields: bytes, by: Actor, at: datetime
) -> None:
    """Keep further answers, which arrive masked, beside the others; `sealed_fields` holds all sealed ones."""
    with unit_of_work():
        lock(case)
        case.refresh_from_db(fields=["fields"])
        case.fields = {**case.fields, **fields}
        case.sealed_fields = sealed_fields
        case.updated_at = at
        case.save(update_fields=["fields", "sealed_fields", "updated_at"])
        search.refresh_case(case)
        record(AnswersAdded(brand=case.brand_id, case=case.id, answers=tuple(sorted(fields))), by=by, at=at)
