"""The whole way of a mail: mailbox, case, acknowledgement, reply, and the answer in the same case."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

from muhatap.cases import operations as cases
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author, Status
from muhatap.channels.adapters.email import reckoning, tasks
from muhatap.channels.models import Delivery
from muhatap.kernel.actors import Actor
from tests.channels.email import post
from tests.channels.email.post import mail
from tests.channels.email.test_polling import reach
from tests.servers.smtp import Mood
from tests.world import NOON, load


def newest_in(server, user):
    """What the customer reads: the newest mail of her mailbox."""
    paths = sorted(server.mails_in(user), key=lambda path: path.stat().st_mtime_ns)
    return message_from_bytes(paths[-1].read_bytes(), policy=default)


def test_a_conversation_by_mail(world, smtp, imap_server):
    at = NOON
    customer = smtp.add_user("sule.yazan")
    desk_address = smtp.add_user("nehir.destek")
    stranger = smtp.add_user("yabanci.biri")
    box = reach(post.mailbox(world.brand, address=desk_address), imap_server, "nehir.destek")

    imap_server.put("nehir.destek", mail(f"Şule Yazan <{customer}>", to=desk_address))
    assert tasks.poll_mail(at) == 1
    (case,) = Case.objects.all()

    smtp.mood = Mood.DIE_IN_DATA
    post.work(at)
    smtp.mood = Mood.ACCEPT
    assert not smtp.accepted
    post.work(at + timedelta(minutes=1))
    acknowledgement = newest_in(imap_server, "sule.yazan")
    assert acknowledgement["auto-submitted"] == "auto-replied"
    assert case.number in acknowledgement["subject"]
    assert case.number in acknowledgement.get_body(("plain",)).get_content()

    at += timedelta(hours=1)
    cases.post_message(
        case=load(case.id),
        new=cases.NewMessage(
            author=Author.STAFF,
            channel="email",
            text="Talebinizi onayladık; bugün 18.00'e kadar hesabınızda.",
        ),
        by=Actor.staff(world.staff["deniz"].pk),
        at=at,
    )
    post.work(at)
    letter = newest_in(imap_server, "sule.yazan")
    assert "18.00'e kadar" in letter.get_body(("plain",)).get_content()

    at += timedelta(hours=1)
    answer = mail(
        f"Şule Yazan <{customer}>",
        subject="Çok teşekkürler!",
        text="Para geldi, sağ olun.\n\n"
        "18 Kasım 2026 Çar 13:00 tarihinde Nehir <destek@nehir.example> şunu yazdı:\n"
        "> Talebinizi onayladık; bugün 18.00'e kadar hesabınızda.\n",
        in_reply_to=letter["message-id"],
    )
    imap_server.put("nehir.destek", answer)
    imap_server.put("nehir.destek", mail(f"Yabancı <{stranger}>", subject=f"Re: [{case.number}] bilgi verin"))
    assert tasks.poll_mail(at) == 2
    theirs = [
        message.text
        for message in Message.objects.filter(case=case, author=Author.CUSTOMER).order_by("at", "id")
    ]
    assert theirs[1] == "Para geldi, sağ olun."
    assert Message.objects.get(text=theirs[1]).quoted.startswith("18 Kasım 2026")
    assert Case.objects.exclude(id=case.id).get().customer.email == stranger
    assert load(case.id).status == Status.OPEN
    post.work(at)

    box.refresh_from_db()
    assert reckoning.reckon(box, ask_server=True).is_balanced
    assert not Delivery.objects.filter(sent_at__isnull=True).exists()
    assert {one.recipients[0] for one in smtp.accepted} == {customer, stranger}
    assert all(customer not in one.recipients or b"yabanci" not in one.raw for one in smtp.accepted)
