"""Reading a customer's account card, once who she is was proved for this case."""

import json
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.models import Case
from muhatap.channels.proved import Proof
from muhatap.customers import operations as customers
from muhatap.customers.models import IdentityKind
from muhatap.integrations.calling import Peer, PeerFailed, ask
from muhatap.integrations.cards import BadCard, Card, read_card
from muhatap.integrations.events import AccountCardRead
from muhatap.integrations.keeping import Answer, keep, kept
from muhatap.integrations.queries import Numbers, numbers_of
from muhatap.kernel.actors import Actor
from muhatap.kernel.ids import new_id


class NotProved(Exception):
    """Nobody proved for this case who the customer is."""


def read_account(*, case: Case, proof: Proof | None, peer: Peer, by: Actor, at: datetime) -> Answer:
    """The account card of a case's customer, some minutes old at most; `NotProved` before she is.

    The peer is told what was proved and what was only named, and says whether they belong together.
    """
    if proof is None:
        raise NotProved(case.number)
    numbers = numbers_of(case)
    key = (case.id, proof.how, numbers.account_no, numbers.transaction_no)
    known = kept(key, at)
    if known is not None:
        return known
    call = f"card_{new_id()}"
    body = json.dumps(_asked(case, proof, numbers), ensure_ascii=False).encode()
    answer = _answered(peer, call, body, at)
    keep(key, answer)
    with unit_of_work():
        record(
            AccountCardRead(
                brand=case.brand_id,
                case=case.id,
                call=call,
                proved_by=proof.how,
                outcome=answer.failure or _outcome(answer.card),
            ),
            by=by,
            at=at,
        )
        if answer.card is not None and answer.card.matches and answer.card.account_no:
            customers.prove_identity(
                customer=case.customer,
                kind=IdentityKind.ACCOUNT,
                value=answer.card.account_no,
                by=by,
                at=at,
            )
    return answer


def _asked(case: Case, proof: Proof, numbers: Numbers) -> dict[str, object]:
    return {
        "type": "account_card.asked",
        "brand": case.brand.code,
        "case": case.number,
        "proved": {"how": proof.how, "email": proof.email},
        "named": {"account_no": numbers.account_no, "transaction_no": numbers.transaction_no},
    }


def _answered(peer: Peer, call: str, body: bytes, at: datetime) -> Answer:
    try:
        return Answer(at, read_card(ask(peer, call_id=call, timestamp=int(at.timestamp()), body=body)))
    except PeerFailed as failed:
        return Answer(at, failure=failed.code)
    except BadCard:
        return Answer(at, failure="not_a_card")


def _outcome(card: Card | None) -> str:
    return "matched" if card is not None and card.matches else "unmatched"
