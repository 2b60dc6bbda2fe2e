"""Staff fill in or correct what a topic asks: the fact keeps which answers, and what they were before."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import search
from muhatap.cases.events import AnswersCorrected
from muhatap.cases.locking import lock
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor


def correct_answers(
    *, case: Case, fields: Mapping[str, Any], sealed_fields: bytes | None, by: Actor, at: datetime
) -> bool:
    """Keep these answers, which arrive masked; None removes one. Answers of other topics stay as they are."""
    with unit_of_work():
        lock(case)
        case.refresh_from_db(fields=["fields"])
        changed = {code: value for code, value in fields.items() if case.fields.get(code) != value}
        if not changed and sealed_fields is None:
            return False
        before = {code: case.fields[code] for code in sorted(changed) if code in case.fields}
        merged = {**case.fields, **changed}
        case.fields = {code: value for code, value in merged.items() if value is not None}
        case.sealed_fields = case.sealed_fields if sealed_fields is None else sealed_fields
        case.updated_at = at
        case.save(update_fields=["fields", "sealed_fields", "updated_at"])
        search.refresh_case(case)
        fact = AnswersCorrected(
            brand=case.brand_id,
            case=case.id,
            answers=tuple(sorted(changed)),
            before=json.dumps(before, ensure_ascii=False, sort_keys=True),
            topic=case.topic.code if case.topic else "",
        )
        record(fact, by=by, at=at)
    return True
