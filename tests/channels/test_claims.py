"""A delivery in the hands of a killed worker: taken up at once on its machine, after the lease elsewhere."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from muhatap.channels.models import Delivery, DeliveryState
from muhatap.channels.operations import delivering
from muhatap.kernel import signs
from muhatap.kernel.actors import Actor
from tests.channels.email import post
from tests.servers.dovecot import imap_server
from tests.servers.smtp import mail_system
from tests.world import NOON

__all__ = ["imap_server", "mail_system"]
BY = Actor.system("test")


@pytest.fixture
def smtp(mail_system, settings, tmp_path):
    settings.MUHATAP_SMTP_URL = f"smtp://{mail_system.host}:{mail_system.port}"
    return mail_system


@pytest.fixture
def claimed(world, smtp):
    """A letter that somebody took to send it."""
    post.bring(post.mailbox(world.brand), post.mail())
    delivery = Delivery.objects.get()
    Delivery.objects.filter(id=delivery.id).update(attempts=1, next_try_at=NOON + timedelta(minutes=5))
    return delivery


def leave_sign(delivery):
    folder = delivering._signs()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / str(delivery.id)).touch()


def test_what_a_dead_worker_held_goes_out_at_once_and_once(claimed, smtp):
    leave_sign(claimed)
    soon = NOON + timedelta(seconds=1)
    assert delivering.deliver_due(by=BY, at=soon) == 1
    assert delivering.deliver_due(by=BY, at=soon) == 0
    assert len(smtp.accepted) == 1


def test_what_a_living_worker_holds_is_left_alone(claimed, smtp):
    signs.show(delivering._signs(), str(claimed.id))
    try:
        assert delivering.deliver_due(by=BY, at=NOON + timedelta(seconds=1)) == 0
    finally:
        signs.take_down(delivering._signs(), str(claimed.id))


def test_without_a_sign_the_lease_runs_its_time(claimed, smtp):
    assert delivering.deliver_due(by=BY, at=NOON + timedelta(minutes=4)) == 0
    assert delivering.deliver_due(by=BY, at=NOON + timedelta(minutes=6)) == 1


def test_no_sign_is_left_when_a_letter_is_through(claimed, smtp):
    delivering.deliver_due(by=BY, at=NOON + timedelta(minutes=6))
    assert list(delivering._signs().iterdir()) == []


def test_a_dead_ones_sign_does_not_wake_what_is_done(claimed, smtp):
    delivering.deliver_due(by=BY, at=NOON + timedelta(minutes=6))
    leave_sign(claimed)
    assert delivering.deliver_due(by=BY, at=NOON + timedelta(minutes=7)) == 0
    assert len(smtp.accepted) == 1


def test_a_database_that_goes_away_costs_no_copy_and_no_waiting(claimed, smtp, monkeypatch):
    def gone(*_arguments, **_more):
        raise OperationalError("server closed the connection unexpectedly")

    later = NOON + timedelta(minutes=6)
    monkeypatch.setattr(delivering, "_note_sent", gone)
    with pytest.raises(OperationalError):
        delivering.deliver_due(by=BY, at=later)
    monkeypatch.undo()
    assert delivering.deliver_due(by=BY, at=later + timedelta(seconds=1)) == 1
    assert len(smtp.accepted) == 1
    sent = Delivery.objects.get(id=claimed.id)
    assert (sent.state, sent.sent_at) == (DeliveryState.SENT, later + timedelta(seconds=1))
