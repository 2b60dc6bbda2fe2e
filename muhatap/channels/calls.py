"""A program's call, and the answer that it was given before."""

from collections.abc import Callable
from dataclasses import dataclass

from muhatap.cases.keys import secret_of
from muhatap.cases.models import Case
from muhatap.channels.contract import PromiseMade, Receipt
from muhatap.channels.models import IdempotencyKey


class KeyReused(Exception):
    """An idempotency key came back with another request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of a program: whose, under which key (empty: none), its digest and its bytes.

    `redacted` renders the bytes without numbers that must not be kept, for when some were masked;
    `promises` reads what is promised, in the unit of work, which spares reading it from the tables.
    """

    token_id: int
    key: str
    request_sha256: str
    body: bytes
    redacted: Callable[[], bytes]
    promises: Callable[[Case], list[PromiseMade]]


@dataclass(frozen=True, slots=True)
class Submission:
    """What became of a call; `promises` only for a case just opened, `is_repeated` for an old answer."""

    receipt: Receipt
    case: Case
    promises: list[PromiseMade] | None
    is_repeated: bool


def answer_before(call: Call) -> Submission | None:
    """The answer that this call got already; `KeyReused` when its key came with another request."""
    if not call.key:
        return None
    known = (
        IdempotencyKey.objects.filter(token_id=call.token_id, key=call.key)
        .select_related("case", "case__brand")
        .first()
    )
    if known is None:
        return None
    if known.request_sha256 != call.request_sha256:
        raise KeyReused(call.key)
    case = known.case
    receipt = Receipt(
        case_id=case.id,
        number=case.number,
        secret=secret_of(case),
        status=case.status,
        message_id=known.message_id or 0,
        opened=True,
    )
    return Submission(receipt, case, None, is_repeated=True)
