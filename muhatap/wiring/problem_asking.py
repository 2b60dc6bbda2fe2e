"""Asking the operator's system whom a problem affects: the signed call of account cards, another question."""

import json
from datetime import datetime

from muhatap.integrations.affected import BadList, read_affected
from muhatap.integrations.calling import PeerFailed, ask
from muhatap.integrations.peers import affected_peer_of
from muhatap.kernel.ids import new_id
from muhatap.problems.hooks import Affected, AffectedAnswer
from muhatap.problems.models import Problem


def ask_affected(problem: Problem, at: datetime) -> AffectedAnswer:
    """Ask once, within three seconds; nothing of a customer is told, only what is known of the problem."""
    call = f"affected_{new_id()}"
    peer = affected_peer_of(problem.brand.code)
    if peer is None:
        return AffectedAnswer(call, "no_peer")
    body = json.dumps(_asked(problem), ensure_ascii=False).encode()
    try:
        people = read_affected(ask(peer, call_id=call, timestamp=int(at.timestamp()), body=body))
    except PeerFailed as failed:
        return AffectedAnswer(call, failed.code)
    except BadList:
        return AffectedAnswer(call, "not_a_list")
    return AffectedAnswer(
        call, "answered", [Affected(each.email, each.name, each.language) for each in people]
    )


def _asked(problem: Problem) -> dict[str, object]:
    return {
        "type": "problem.affected_asked",
        "brand": problem.brand.code,
        "problem": problem.name,
        "title": problem.title,
        "named": {
            "error_code": problem.error_written,
            "provider": problem.provider,
            "promotion": problem.promotion,
            "app_version": problem.app_version,
            "topics": problem.topics,
        },
        "since": problem.opened_at.isoformat(),
    }
