"""The doors killed in the middle of a stream of mails: what was answered with 250 is there, each once."""

import multiprocessing
import random
import smtplib
import threading
import time
from collections import Counter

import pytest
from django.db import connections

from muhatap.cases.models import Case
from muhatap.channels.models import VaultItem, VaultState
from muhatap.wiring.mail_doors import MailDoors
from tests.channels.email import post
from tests.channels.email.post import mail
from tests.servers.loopback import HOST, free_port
from tests.world import NOON, make_world

KILLS = 6
SENDERS = 3


def _doors(port):
    connections.close_all()
    MailDoors(lmtp=f"{HOST}:{port}", smtp="").start()
    threading.Event().wait()


class Sender(threading.Thread):
    """Brings numbered mails, each until it is accepted, as a mail server does."""

    def __init__(self, port, name):
        super().__init__(daemon=True)
        self.port, self.mark, self.accepted, self.stopping = port, name, [], False

    def run(self):
        number = 0
        while not self.stopping:
            subject = f"No {self.mark}.{number}"
            raw = mail(
                f"{self.mark}{number}@posta.example",
                subject=subject,
                message_id=f"<{self.mark}.{number}@x.example>",
            )
            try:
                with smtplib.LMTP(HOST, self.port, timeout=10) as client:
                    client.sendmail("elif@posta.example", ["destek@nehir.example"], raw)
                    self.accepted.append(subject)
                    number += 1
            except (smtplib.SMTPException, OSError):
                time.sleep(0.02)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.django_db(transaction=True)
def test_kills_lose_nothing_that_was_accepted():
    chance = random.Random(20261118)
    post.mailbox(make_world().brand)
    connections.close_all()
    port = free_port()
    forked = multiprocessing.get_context("fork")
    house = forked.Process(target=_doors, args=(port,))
    house.start()
    senders = [Sender(port, f"g{name}x") for name in range(SENDERS)]
    for sender in senders:
        sender.start()
    for _ in range(KILLS):
        before = sum(len(sender.accepted) for sender in senders)
        time.sleep(chance.uniform(0.1, 0.5))
        until = time.monotonic() + 20
        while sum(len(sender.accepted) for sender in senders) == before and time.monotonic() < until:
            time.sleep(0.01)
        house.kill()
        house.join()
        house = forked.Process(target=_doors, args=(port,))
        house.start()
    for sender in senders:
        sender.stopping = True
    for sender in senders:
        sender.join(20)
    house.kill()
    house.join()
    post.filing.refile(at=NOON, everything=True, limit=10_000)
    accepted = [subject for sender in senders for subject in sender.accepted]
    filed = Counter(Case.objects.values_list("subject", flat=True))
    assert len(accepted) >= KILLS
    assert set(accepted) <= set(filed)
    assert set(filed.values()) == {1}
    # At most the mail that a sender was about to bring again is there without its answer.
    assert len(filed) <= len(accepted) + SENDERS
    assert VaultItem.objects.filter(state=VaultState.IN_CASE).count() == len(filed)
