"""Killed in the middle of receiving and of sending, again and again: nothing lost, nothing filed twice."""

import multiprocessing
import random
import time
from collections import Counter
from datetime import timedelta
from email import message_from_bytes

import pytest
from django.db import connections

from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.channels.adapters.email import polling
from muhatap.channels.models import Delivery, Mailbox, VaultItem, VaultState
from tests.channels.email import post
from tests.channels.email.post import mail
from tests.channels.email.test_polling import reach
from tests.world import NOON, make_world

MAILS = 20
KILLS = 6
LATER = NOON + timedelta(minutes=10)


def killed_after(seconds, work, *arguments):
    """Let a process of its own work for so long and kill it as a power cut does; True when it was killed."""
    connections.close_all()
    worker = multiprocessing.get_context("fork").Process(target=_alone, args=(work, *arguments))
    worker.start()
    worker.join(seconds)
    was_alive = worker.is_alive()
    worker.kill()
    worker.join()
    return was_alive


def _alone(work, *arguments):
    connections.close_all()
    work(*arguments)


def _poll(box_id):
    polling.poll_mailbox(mailbox=Mailbox.objects.get(id=box_id), at=NOON)


@pytest.fixture
def account(imap_server):
    return imap_server.add_user(f"ariza{time.time_ns()}")


# Forked on purpose, so that the worker knows the test's database; it waits for no lock of another thread.
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.django_db(transaction=True)
def test_kills_lose_nothing_and_double_nothing(imap_server, smtp, account):
    chance = random.Random(20261118)
    box = reach(post.mailbox(make_world().brand), imap_server, account)
    for number in range(MAILS):
        imap_server.put(account, mail(f"Müşteri {number} <m{number}@posta.example>", subject=f"No {number}"))
    for _ in range(KILLS):
        killed_after(chance.uniform(0.05, 0.3), _poll, box.id)
    _poll(box.id)
    post.filing.refile(at=NOON, everything=True)
    assert VaultItem.objects.filter(state=VaultState.IN_CASE).count() == VaultItem.objects.count() == MAILS
    assert Counter(Case.objects.values_list("subject", flat=True)) == {
        f"No {number}": 1 for number in range(MAILS)
    }
    assert Message.objects.filter(author=Author.CUSTOMER).count() == MAILS

    kills = sum(killed_after(chance.uniform(0.05, 0.4), post.work, NOON) for _ in range(KILLS))
    post.work(LATER)
    arrived = Counter(message_from_bytes(one.raw)["message-id"] for one in smtp.accepted)
    assert len(arrived) == Delivery.objects.filter(sent_at__isnull=False).count() == MAILS
    assert set(arrived) == set(Delivery.objects.values_list("external_id", flat=True))
    assert sum(arrived.values()) <= MAILS + kills
