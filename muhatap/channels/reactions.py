"""What channels do when something happens to a case."""

from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.cases.events import ContentErased, MessagePosted, TellingChanged
from muhatap.cases.models import Case, Joining, Message
from muhatap.cases.statuses import Author
from muhatap.channels import operations as channels
from muhatap.channels.chat_marks import CHAT_CHANNELS
from muhatap.channels.chat_models import LIVE
from muhatap.channels.chat_queries import chat_of_case
from muhatap.channels.operations.chat_desk import show_in_chat
from muhatap.channels.operations.chatting import MAIL_AFTER
from muhatap.channels.operations.pushing import push_message
from muhatap.channels.queries import has_marks, sender_of_item
from muhatap.kernel.actors import Actor

_OURS = frozenset({Author.STAFF, Author.AUTOMATIC})


def send_on_message(fact: MessagePosted, *, by: Actor, at: datetime) -> None:
    """Queue what staff or letters wrote for delivery, in the same transaction; notes stay in the desk."""
    if fact.author not in _OURS:
        return
    with unit_of_work() as unit:
        case = unit.known(Case, fact.case) or Case.objects.select_related("customer").get(id=fact.case)
        deliveries = channels.send_to_customer(
            case=case,
            message_id=fact.message,
            is_automatic=fact.author == Author.AUTOMATIC,
            by=by,
            at=at,
        )
        if case._state.adding or not _may_be_chatted(case, fact):
            return
        chat = chat_of_case(case)
        if chat is None:
            return
        unit.flush()
        message = Message.objects.select_related("staff").get(id=fact.message)
        if message.external_id.startswith(("bot:", "transcript:")):
            return
        if at > chat.started_at:
            show_in_chat(chat=chat, message=message, by=by, at=at)
            push_message(chat=chat, message=message, by=by, at=at)
        if chat.state in LIVE and fact.author == Author.STAFF:
            for delivery in deliveries:
                if delivery.next_try_at is not None:
                    delivery.next_try_at = at + MAIL_AFTER
                    delivery.save(update_fields=["next_try_at"])


def show_what_came(fact: MessagePosted, *, by: Actor, at: datetime) -> None:
    """What the customer writes by another way, such as mail, stands in her chat too."""
    if fact.author != Author.CUSTOMER or fact.channel in CHAT_CHANNELS:
        return
    with unit_of_work() as unit:
        case = unit.known(Case, fact.case) or Case.objects.get(id=fact.case)
        if case._state.adding or case.channel not in CHAT_CHANNELS:
            return
        chat = chat_of_case(case)
        if chat is not None:
            unit.flush()
            message = Message.objects.select_related("staff").get(id=fact.message)
            show_in_chat(chat=chat, message=message, by=by, at=at)


def _may_be_chatted(case: Case, fact: MessagePosted) -> bool:
    """Whether a chat may belong to the case; of other channels only those that one goes on in."""
    if case.channel in CHAT_CHANNELS:
        return True
    return fact.author == Author.STAFF and Joining.objects.filter(into=case, parted_at__isnull=True).exists()


def clear_on_writing(fact: MessagePosted, *, by: Actor, at: datetime) -> None:
    """Whoever writes by mail can be reached by mail: her address loses its mark."""
    if fact.author != Author.CUSTOMER or fact.channel != "email" or not has_marks(fact.brand):
        return
    with unit_of_work() as unit:
        message = unit.known(Message, fact.message) or Message.objects.get(id=fact.message)
        case = unit.known(Case, fact.case) or Case.objects.get(id=fact.case)
        address = sender_of_item(message.vault_item_id)
        if address:
            channels.clear_address(case=case, address=address, by=by, at=at)


def reconsider_on_telling(fact: TellingChanged, *, by: Actor, at: datetime) -> None:
    """What waits for quiet hours is looked at again when she changes them."""
    case_ids = [fact.case]
    if fact.is_everywhere:
        case_ids = list(Case.objects.filter(customer_id=fact.customer).values_list("id", flat=True))
    channels.reconsider_waiting(case_ids=case_ids, by=by, at=at)


def destroy_on_erasure(fact: ContentErased, *, by: Actor, at: datetime) -> None:
    """Destroy what an erased message was read from and made of, in the same transaction."""
    message = Message.objects.select_related("case").get(id=fact.message)
    channels.destroy_what_came(message=message, by=by, at=at)
    channels.forget_frames(message=message, by=by, at=at)
