"""Waiting for mail at a real Dovecot: it comes at once, and a connection that drops is made again."""

import contextlib
import socket
import threading
import time

import pytest
from django.db import connections

from muhatap.cases.models import Case
from muhatap.channels.adapters.email import imap, tasks, watching
from muhatap.channels.adapters.email.imap import ImapBox, open_box
from muhatap.channels.models import Mailbox, VaultItem
from muhatap.channels.operations.mailboxes import give_access
from tests.channels.email import post
from tests.channels.email.post import mail
from tests.channels.email.test_polling import BY, reach
from tests.world import NOON, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def account(imap_server):
    return imap_server.add_user(f"bekle{time.time_ns()}")


@pytest.fixture
def watch(monkeypatch):
    """Watchers that are all ended after the test."""
    monkeypatch.setattr(watching, "_FIRST_PAUSE", 0.05)
    watch = watching.Watch()
    yield watch
    watch.stop(20)
    connections.close_all()


def becomes(what, expected, seconds=20):
    """Wait until `what()` is as expected; what it is in the end."""
    until = time.monotonic() + seconds
    while what() != expected and time.monotonic() < until:
        time.sleep(0.02)
    return what()


class Wire:
    """A wire to the server that can be cut, and that can hide what the server can do."""

    def __init__(self, server, hides=b""):
        self.server, self.hides = server, hides
        self.listener = socket.create_server((server.host, 0))
        self.port = self.listener.getsockname()[1]
        self.ends = []
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self):
        for end in self.ends:
            _hang_up(end)
        self.ends.clear()

    def _accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            far = socket.create_connection((self.server.host, self.server.port))
            self.ends += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one, other):
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data.replace(self.hides, b"X" * len(self.hides)) if self.hides else data)
        _hang_up(one)
        _hang_up(other)


def _hang_up(end):
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def wire(imap_server):
    wires = []

    def make(**more):
        wires.append(Wire(imap_server, **more))
        return wires[-1]

    yield make
    for one in wires:
        one.listener.close()
        one.cut()


@pytest.mark.parametrize("tls", ["plain", "tls"])
def test_mail_comes_at_once(watch, imap_server, account, tls):
    box = reach(
        post.mailbox(make_world().brand), imap_server, account, tls=tls, ca_file=str(imap_server.certificate),
        port=imap_server.port if tls == "plain" else imap_server.tls_port,
    )  # fmt: skip
    watch.keep(NOON)
    assert becomes(watch.waiting, {box.id}) == {box.id}
    for number in range(3):
        imap_server.put(account, mail(subject=f"No {number}"))
        assert becomes(Case.objects.count, number + 1) == number + 1
    assert tasks.poll_mail(NOON, but=watch.waiting()) == 0
    assert Mailbox.objects.get(id=box.id).error == ""


def test_many_mailboxes_at_once(watch, imap_server, account):
    world = make_world()
    names = [imap_server.add_user(f"{account}x{number}") for number in range(12)]
    for name in names:
        reach(post.mailbox(world.brand, name), imap_server, name)
    watch.keep(NOON)
    assert len(becomes(watch.waiting, set(Mailbox.objects.values_list("id", flat=True)))) == 12
    for name in names:
        imap_server.put(name, mail(f"{name}@posta.example", subject=name))
    assert becomes(Case.objects.count, 12) == 12


def test_a_dropped_connection_is_made_again(watch, wire, imap_server, account):
    cable = wire()
    box = reach(post.mailbox(make_world().brand), imap_server, account, port=cable.port)
    watch.keep(NOON)
    for number in range(4):
        assert becomes(watch.waiting, {box.id}) == {box.id}
        cable.cut()
        imap_server.put(account, mail(subject=f"No {number}"))
        assert becomes(Case.objects.count, number + 1) == number + 1
    assert VaultItem.objects.count() == 4


def test_a_server_that_cannot_tell_is_polled(watch, wire, imap_server, account):
    box = reach(post.mailbox(make_world().brand), imap_server, account, port=wire(hides=b"IDLE").port)
    watch.keep(NOON)
    (watcher,) = watch._watchers.values()
    assert becomes(lambda: watcher.is_alive, False) is False
    watch.keep(NOON)
    assert not watch._watchers
    imap_server.put(account, mail())
    assert watch.waiting() == set()
    assert tasks.poll_mail(NOON, but=watch.waiting()) == 1
    # With a new access it is asked again.
    reach(box, imap_server, account)
    watch.keep(NOON)
    assert becomes(watch.waiting, {box.id}) == {box.id}


def test_idle_is_renewed_before_the_server_forgets(watch, imap_server, account, monkeypatch):
    monkeypatch.setattr(watching, "IDLE_SECONDS", 0.05)
    rounds = []
    real = imap.ImapSession.wait
    monkeypatch.setattr(
        imap.ImapSession, "wait", lambda self, **more: rounds.append(more["seconds"]) or real(self, **more)
    )
    reach(post.mailbox(make_world().brand), imap_server, account)
    watch.keep(NOON)
    assert becomes(lambda: len(rounds) > 5, True)
    imap_server.put(account, mail())
    assert becomes(Case.objects.count, 1) == 1
    assert watching.IDLE_SECONDS < 29 * 60


def test_a_mailbox_that_is_given_up_is_watched_no_longer(watch, imap_server, account):
    box = reach(post.mailbox(make_world().brand), imap_server, account)
    watch.keep(NOON)
    (watcher,) = watch._watchers.values()
    give_access(mailbox=box, access={}, by=BY, at=NOON)
    watch.keep(NOON)
    assert becomes(lambda: watcher.is_alive, False) is False
    assert watch.waiting() == set()


def test_a_renumbered_folder_doubles_nothing_for_a_watcher(watch, imap_server, account):
    box = reach(post.mailbox(make_world().brand), imap_server, account)
    imap_server.put(account, mail(subject="Bir"))
    watch.keep(NOON)
    assert becomes(Case.objects.count, 1) == 1
    watch.stop(20)
    before = Mailbox.objects.get(id=box.id).state["uidvalidity"]
    imap_server.renumber(account)
    imap_server.put(account, mail(subject="İki"))
    watch.keep(NOON)
    assert becomes(Case.objects.count, 2) == 2
    assert becomes(lambda: Mailbox.objects.get(id=box.id).state["uidvalidity"] != before, True)
    assert VaultItem.objects.count() == 2


def test_waiting_ends_for_mail_for_time_and_for_a_wish(imap_server, account):
    waker, wakes = socket.socketpair()
    box = ImapBox(imap_server.host, account, imap_server.port, "plain", imap_server.password)
    with open_box(box) as session:
        assert session.can_idle
        assert session.wait(seconds=0.05, waker=waker) is False
        imap_server.put(account, mail())
        assert session.wait(seconds=20, waker=waker) is True
        wakes.send(b"!")
        assert session.wait(seconds=20, waker=waker) is False
        assert len(session.all_uids()) == 1
    waker.close()
    wakes.close()
