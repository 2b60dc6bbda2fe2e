"""Asking the operator's ledger for the movements of one account, which its owner sees herself."""

import json
from datetime import UTC, datetime

from muhatap.integrations.calling import Peer, PeerFailed, ask
from muhatap.integrations.ledger import BadMovements, Days, Movement, read_movements
from muhatap.kernel.actors import Actor
from muhatap.kernel.ids import new_id


def ask_movements(
    *, peer: Peer, brand_code: str, account_no: str, days: Days, by: Actor, at: datetime
) -> tuple[list[Movement], str]:
    """The movements of these days and an empty word, or none and why (`PeerFailed.code`, `not_movements`).

    The peer is told the first moment and the first one after; what lies outside is left out here too.
    """
    asked = {
        "type": "movements.asked",
        "brand": brand_code,
        "account_no": account_no,
        "from": days.begins.astimezone(UTC).isoformat(),
        "until": days.ends.astimezone(UTC).isoformat(),
    }
    body = json.dumps(asked, ensure_ascii=False).encode()
    try:
        data = ask(peer, call_id=f"movements_{new_id()}", timestamp=int(at.timestamp()), body=body)
        return read_movements(data, days), ""
    except PeerFailed as failed:
        return [], failed.code
    except BadMovements:
        return [], "not_movements"
