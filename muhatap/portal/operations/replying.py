"""What a customer writes on her own case: stored as it came, posted once, and the case opens again."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from muhatap.audit.recording import unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.channels import operations as channels
from muhatap.channels.contract import InboundFile, InboundMessage, Sender
from muhatap.channels.models import VaultState
from muhatap.channels.operations.vaulting import put_in_case
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.portal.managing import manager_face
from muhatap.portal.queries import objected_since

CHANNEL = "portal"
_TWICE = timedelta(minutes=1)


def write_to_case(
    *,
    case: Case,
    text: str,
    files: Sequence[InboundFile],
    token: str,
    for_manager: bool = False,
    by: Actor,
    at: datetime,
) -> None:
    """Post the customer's words and files; the same token posts once, however often it is sent.

    Her account manager, or who stands in for her, follows the case where the words are for her.
    """
    customer = case.customer
    raw = json.dumps({"number": case.number, "text": mask(text).text, "files": [each.name for each in files]})
    item, is_new = channels.store_item(
        brand_id=case.brand_id,
        source=CHANNEL,
        external_id=f"{case.id}-{token}",
        data=raw.encode(),
        by=by,
        at=at,
    )
    if not is_new and item.state == VaultState.IN_CASE:
        return
    manager = manager_face(case, at) if for_manager else None
    with unit_of_work():
        if manager is not None:
            # From a moment before, so that these words are told already.
            cases.follow(case=case, staff=manager.reader, by=by, at=at - timedelta(seconds=1))
        channels.receive(
            inbound=InboundMessage(
                brand_id=case.brand_id,
                channel=CHANNEL,
                sender=Sender(customer.name, customer.email, customer.phone, verified=True),
                text=text,
                language=case.language,
                files=tuple(files),
                case_id=case.id,
                vault_item_id=item.id,
                external_id=f"portal-{token}",
                received_at=at,
            ),
            by=by,
            at=at,
        )
        put_in_case(item=item, case=case, by=by, at=at)


def object_to_answer(*, case: Case, words: str, by: Actor, at: datetime) -> None:
    """Say that the answer does not satisfy: the case becomes a complaint and moves up; words are masked.

    Said twice within a minute it is said once: a button that was pressed twice.
    """
    if objected_since(case, at - _TWICE):
        return
    cases.express_dissatisfaction(case=case, words=mask(words.strip()).text, channel=CHANNEL, by=by, at=at)
