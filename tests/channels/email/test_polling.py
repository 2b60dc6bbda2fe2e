"""Polling a real Dovecot: stored before the server is told, once whoever polls, whatever breaks between."""

import imaplib
import multiprocessing
import threading
from dataclasses import replace

import pytest
from django.db import connection, connections

from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.channels.adapters.email import polling, reckoning
from muhatap.channels.adapters.email.boxes import WrongAddress, access_from, access_of
from muhatap.channels.models import Mailbox, VaultItem, VaultState
from muhatap.channels.operations.mailboxes import give_access
from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from tests.channels.email import post
from tests.channels.email.post import mail
from tests.world import NOON, make_world

BY = Actor.system("test")


def reach(mailbox, server, user, **more):
    access = {
        "host": server.host,
        "port": server.port,
        "tls": "plain",
        "user": user,
        "password": server.password,
    }
    give_access(mailbox=mailbox, access={**access, **more}, by=BY, at=NOON)
    mailbox.refresh_from_db()
    return mailbox


@pytest.fixture
def account(imap_server, request):
    """An account of its own for each test."""
    name = f"kutu{abs(hash(request.node.name)) % 10**8}"
    return imap_server.add_user(name)


@pytest.fixture
def polled(box, imap_server, account):
    return reach(box, imap_server, account)


def poll(box, at=NOON):
    return polling.poll_mailbox(mailbox=Mailbox.objects.get(id=box.id), at=at)


def test_new_mail_is_fetched_once(polled, imap_server, account):
    for number in range(3):
        imap_server.put(account, mail(subject=f"Mektup {number}"))
    assert (poll(polled).new, Case.objects.count()) == (3, 3)
    assert poll(polled).new == poll(polled).known == 0
    imap_server.put(account, mail(subject="Mektup 3"))
    assert poll(polled).new == 1


def test_nothing_is_passed_over_for_its_age_its_size_or_its_missing_id(polled, imap_server, account):
    odd = [
        mail(date="Fri, 02 Jan 1970 00:00:00 +0000", subject="Çok eski", message_id="<a@x.example>"),
        mail(date="Fri, 02 Jan 2099 00:00:00 +0000", subject="Yarından", message_id="<b@x.example>"),
        mail(date="dün", subject="Tarihsiz", message_id="<c@x.example>"),
        mail(message_id="", subject="Kimliksiz"),
        mail(message_id="", subject="Kimliksiz, bir daha"),
        mail(subject="Büyük", message_id="<d@x.example>", files=(("a.bin", b"\0" * 9_000_000),)),
        b"\r\n",
    ]
    for raw in odd:
        imap_server.put(account, raw)
    assert poll(polled).new == len(odd) == VaultItem.objects.count()
    assert not VaultItem.objects.filter(state=VaultState.STORED).exists()
    subjects = set(Case.objects.values_list("subject", flat=True))
    assert {"Çok eski", "Yarından", "Tarihsiz", "Kimliksiz", "Kimliksiz, bir daha", "Büyük"} <= subjects


def test_a_renumbered_folder_doubles_nothing(polled, imap_server, account):
    for number in range(3):
        imap_server.put(account, mail(subject=f"Mektup {number}"))
    poll(polled)
    imap_server.renumber(account)
    again = poll(polled)
    assert (again.new, again.known, Case.objects.count()) == (0, 3, 3)


def test_done_mail_can_be_moved_away(box, imap_server, account):
    with imaplib.IMAP4(imap_server.host, imap_server.port) as client:
        client.login(account, imap_server.password)
        client.create("Islenen")
    reach(box, imap_server, account, move_to="Islenen")
    imap_server.put(account, mail())
    assert poll(box).error == ""
    assert len(imap_server.mails_in(account, "Islenen")) == 1
    assert not imap_server.mails_in(account)


def test_a_folder_that_is_missing_holds_up_no_mail(box, imap_server, account):
    reach(box, imap_server, account, move_to="Yok")
    for number in range(3):
        imap_server.put(account, mail(subject=f"Mektup {number}"))
    found = poll(box)
    assert "NoSuchFolder" in found.error
    assert (found.new, Case.objects.count()) == (3, 3)
    assert poll(box).new == 0


def test_of_a_mail_that_is_too_large_the_beginning_is_kept_and_said(box, imap_server, account, monkeypatch):
    reach(box, imap_server, account)
    small = polling.box_of
    monkeypatch.setattr(polling, "box_of", lambda access: replace(small(access), max_bytes=10_000))
    imap_server.put(account, mail(text="Uzun bir hikâye.\n" * 20_000))
    assert poll(box).new == 1
    (item,) = VaultItem.objects.all()
    message = Message.objects.get(vault_item_id=item.id)
    assert "Uzun bir hikâye." in message.text
    assert item.reason.startswith("truncated:")
    assert message.attachments.get().file.name.endswith(".eml")


@pytest.mark.parametrize("broken", ["mark_all_done", "note_read"])
def test_killed_between_fetch_and_commit_nothing_is_lost_or_doubled(
    polled, imap_server, account, monkeypatch, broken
):
    imap_server.put(account, mail(subject="Bir"))
    imap_server.put(account, mail(subject="İki"))
    target = polling.ImapSession if broken == "mark_all_done" else polling
    monkeypatch.setattr(target, broken, lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        poll(polled)
    monkeypatch.undo()
    assert VaultItem.objects.filter(state=VaultState.STORED).count() == 2
    poll(polled)
    assert (VaultItem.objects.count(), VaultItem.objects.filter(state=VaultState.STORED).count()) == (2, 0)
    assert Case.objects.count() == 2


def test_killed_before_storing_the_mail_comes_again(polled, imap_server, account, monkeypatch):
    imap_server.put(account, mail())
    monkeypatch.setattr(polling, "take_all", lambda **_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        poll(polled)
    monkeypatch.undo()
    assert not any(path.name.endswith("S") for path in imap_server.mails_in(account))
    assert poll(polled).new == 1


def test_trouble_is_kept_and_told_once_until_it_ends(polled, imap_server, world):
    good = access_of(polled)
    reach(polled, imap_server, "kimse", password="yanlis")
    for minute in range(3):
        assert "CannotSignIn" in poll(polled, NOON + post.timedelta(minutes=minute)).error
    told = Notice.objects.filter(kind="mailbox_trouble")
    assert {notice.staff.email for notice in told} == {"arda@nehir.example", "mert@nehir.example"}
    assert told.count() == 2
    give_access(mailbox=Mailbox.objects.get(id=polled.id), access=good, by=BY, at=NOON)
    assert poll(polled).error == ""
    assert Mailbox.objects.get(id=polled.id).error == ""


def test_access_is_sealed(polled, imap_server):
    assert imap_server.password.encode() not in bytes(polled.access)
    assert access_of(polled)["password"] == imap_server.password


def test_addresses_say_how_a_mailbox_is_reached():
    access = access_from(
        "imap+tls://destek%40nehir.example:gizli%2Fsir@posta.example/Gelen%20kutusu?move_to=Bitti"
    )
    assert access == {
        "host": "posta.example",
        "port": 143,
        "tls": "starttls",
        "user": "destek@nehir.example",
        "password": "gizli/sir",
        "folder": "Gelen kutusu",
        "ca_file": "",
        "move_to": "Bitti",
    }
    for wrong in ("", "http://a@b", "imaps://posta.example", "imaps://a@", "imaps://a@b:x"):
        with pytest.raises(WrongAddress):
            access_from(wrong)


def test_the_account_is_balanced_only_when_every_mail_has_its_place(
    polled, imap_server, account, monkeypatch
):
    imap_server.put(account, mail(subject="Bir"))
    imap_server.put(account, mail(subject="Otomatik yanıt", auto_submitted="auto-replied"))
    assert reckoning.reckon(polled, ask_server=True).on_server == 2
    poll(polled)
    polled.refresh_from_db()
    found = reckoning.reckon(polled, ask_server=True)
    assert (found.stored, found.in_case, found.set_aside, found.waiting, found.on_server) == (2, 1, 1, 0, 0)
    assert found.is_balanced
    assert found.exceptions[0].reason.startswith("automatic:")
    Message.objects.update(vault_item_id=None)
    lost = reckoning.reckon(polled, ask_server=False)
    assert not lost.is_balanced
    assert "no_message" in {one.state for one in lost.exceptions}


@pytest.mark.django_db(transaction=True)
def test_two_pollers_of_one_mailbox_double_nothing(imap_server, account):
    world = make_world()
    box = reach(post.mailbox(world.brand), imap_server, account)
    for number in range(12):
        imap_server.put(
            account, mail(f"Müşteri {number % 4} <m{number % 4}@posta.example>", subject=f"No {number}")
        )
    start = threading.Barrier(3)

    def work():
        start.wait()
        try:
            poll(box)
        finally:
            connections.close_all()

    pollers = [threading.Thread(target=work) for _ in range(3)]
    for poller in pollers:
        poller.start()
    for poller in pollers:
        poller.join()
    post.filing.refile(at=NOON, everything=True)
    assert VaultItem.objects.count() == Case.objects.count() == 12
    assert VaultItem.objects.filter(state=VaultState.IN_CASE).count() == 12
    came = Message.objects.filter(author=Author.CUSTOMER).values_list("vault_item_id", flat=True)
    assert sorted(came) == sorted(VaultItem.objects.values_list("id", flat=True))


@pytest.mark.django_db(transaction=True)
def test_two_processes_of_one_mailbox_double_nothing(imap_server, account):
    world = make_world()
    box = reach(post.mailbox(world.brand), imap_server, account)
    for number in range(8):
        imap_server.put(account, mail(subject=f"No {number}"))
    connection.close()
    # Forked, so that both know the test's database.
    forked = multiprocessing.get_context("fork")
    workers = [forked.Process(target=_poll_alone, args=(box.id,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    post.filing.refile(at=NOON, everything=True)
    assert VaultItem.objects.count() == Case.objects.count() == 8


def _poll_alone(box_id):
    connections.close_all()
    polling.poll_mailbox(mailbox=Mailbox.objects.get(id=box_id), at=NOON)
    connections.close_all()
