"""Asking a telephone system to call: it rings at the person first, then at the customer."""

import json
from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.channels.call_models import CallAttempt
from muhatap.integrations.calling import Peer, PeerFailed, ask
from muhatap.kernel.actors import Actor


def dial(*, attempt: CallAttempt, peer: Peer, staff_email: str, by: Actor, at: datetime) -> str:
    """Ask the system to make this call; empty when it took it, else why not (`PeerFailed.code`).

    The id of the call is kept first, since what it tells may come before its answer.
    """
    callback = attempt.callback
    call_id = attempt.call_id or f"call_{attempt.id}"
    with unit_of_work():
        CallAttempt.objects.filter(id=attempt.id).update(call_id=call_id)
    asked = {
        "type": "call.asked",
        "call": call_id,
        "brand": callback.brand.code,
        "case": callback.case.number,
        "phone": callback.phone,
        "staff": staff_email,
    }
    body = json.dumps(asked, ensure_ascii=False).encode()
    try:
        ask(peer, call_id=call_id, timestamp=int(at.timestamp()), body=body)
    except PeerFailed as failed:
        return failed.code
    return ""
