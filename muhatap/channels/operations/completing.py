"""What was missing in a mail, given later: masked and sealed as if it had come with a form."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from muhatap.audit.recording import unit_of_work
from muhatap.cases.locking import lock
from muhatap.cases.models import Case
from muhatap.cases.operations.answering import add_answers
from muhatap.cases.operations.correcting_answers import correct_answers
from muhatap.channels.masked import shown_masked
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask_json
from muhatap.kernel.sealing import seal, unseal

_PURPOSE = "case-fields"


def complete_fields(
    *, case: Case, fields: Mapping[str, Any], sensitive: frozenset[str], by: Actor, at: datetime
) -> None:
    """Add answers to a case: sensitive ones sealed and shown masked, secrets in the others masked."""
    plain = {name: value for name, value in fields.items() if name not in sensitive}
    hidden = {name: shown_masked(fields[name]) for name in sensitive if name in fields}
    secret = {name: fields[name] for name in sensitive if name in fields}
    with unit_of_work():
        lock(case)
        case.refresh_from_db(fields=["sealed_fields", "customer"])
        sealed = _sealed({**_opened(case), **secret}, case) if secret else bytes(case.sealed_fields)
        add_answers(case=case, fields={**mask_json(plain), **hidden}, sealed_fields=sealed, by=by, at=at)


def correct_fields(
    *, case: Case, fields: Mapping[str, Any], sensitive: frozenset[str], by: Actor, at: datetime
) -> bool:
    """Let staff write answers of a case, masked and sealed as at intake; None removes one."""
    plain = {name: value for name, value in fields.items() if name not in sensitive}
    secret = {name: value for name, value in fields.items() if name in sensitive and value is not None}
    hidden = {name: shown_masked(value) for name, value in secret.items()}
    with unit_of_work():
        lock(case)
        case.refresh_from_db(fields=["sealed_fields", "customer"])
        sealed = _sealed({**_opened(case), **secret}, case) if secret else None
        shown = {**mask_json(plain), **hidden}
        return correct_answers(case=case, fields=shown, sealed_fields=sealed, by=by, at=at)


def _opened(case: Case) -> dict[str, Any]:
    if not case.sealed_fields:
        return {}
    context = str(case.customer_id).encode()
    return json.loads(unseal(settings.MUHATAP_KEYRING, _PURPOSE, bytes(case.sealed_fields), context=context))


def _sealed(values: dict[str, Any], case: Case) -> bytes:
    data = json.dumps(values, ensure_ascii=False).encode()
    return seal(settings.MUHATAP_KEYRING, _PURPOSE, data, context=str(case.customer_id).encode())
