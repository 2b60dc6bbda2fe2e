"""Begun in a chat, gone on by mail and telephone: one case, one timeline."""

from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.channels import operations as channels
from muhatap.channels.models import Delivery
from muhatap.kernel.actors import Actor
from tests.channels.email import post
from tests.channels.live_chat.conftest import chatting as chatting
from tests.channels.live_chat.conftest import device as device
from tests.channels.live_chat.test_calls import reply
from tests.channels.phone.calls import promise_calls
from tests.world import NOON


def test_a_chat_goes_on_by_mail_and_telephone_in_one_case(device, chatting):
    number = device.start()["number"]
    case = Case.objects.get(number=number)
    reply(chatting, number, "Bankaya sorduk, yarın yazıyoruz.")
    device.ask("leave")
    assert Delivery.objects.get(case=case, message__author=Author.STAFF).recipient == "elif@posta.example"
    box = post.mailbox(chatting.brand)
    written = post.bring(box, post.mail(subject=f"Re: [{number}]", text="Teşekkürler, bekliyorum."))
    assert written.case_id == case.id
    chatting.brand.charter_number += 1
    chatting.brand.save(update_fields=["charter_number"])
    promise_calls(chatting)
    case = Case.objects.get(number=number)
    callback = channels.promise_callback(
        case=case,
        phone="0532 111 22 33",
        begins_at=NOON,
        by=Actor.customer(case.customer_id),
        at=NOON,
    )
    called = channels.begin_call(
        callback=callback, call_id="call_1", by=Actor.staff(chatting.staff["deniz"].pk), at=NOON
    )
    assert called.callback.case_id == case.id
    assert Case.objects.count() == 1
    said = Message.objects.filter(case=case, author__in=[Author.CUSTOMER, Author.STAFF])
    assert set(said.values_list("channel", flat=True)) == {"live_chat", "email"}
