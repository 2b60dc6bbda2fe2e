"""Mails whose receiver died between storing and filing: another files them within a minute."""

import errno
from datetime import timedelta

import pytest

from muhatap.channels.adapters.email import filing, intake
from muhatap.channels.models import VaultItem, VaultState
from muhatap.wiring.schedule import JOBS
from tests.channels.email import post
from tests.world import NOON


@pytest.fixture
def orphan(world):
    return intake.take(mailbox=post.mailbox(world.brand), raw=post.mail(), at=NOON).item


def test_an_orphan_is_filed_soon_but_not_while_its_receiver_may_be_at_it(orphan):
    assert filing.refile(at=NOON + timedelta(seconds=10)) == 0
    assert filing.refile(at=NOON + timedelta(seconds=21)) == 1
    assert VaultItem.objects.get(id=orphan.id).state == VaultState.IN_CASE


def test_it_takes_less_than_a_minute(orphan):
    (job,) = [job for job in JOBS if job.name == "file mail again"]
    assert filing.refile(at=NOON + timedelta(seconds=59 - job.every_seconds)) == 1


def test_a_full_disk_is_no_fault_of_the_mail_and_never_sets_it_aside(orphan, monkeypatch):
    def full(*_arguments, **_more):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(filing, "_decide", full)
    for minute in range(1, 20):
        assert filing.refile(at=NOON + timedelta(minutes=minute)) == 1
    kept = VaultItem.objects.get(id=orphan.id)
    assert (kept.state, kept.attempts) == (VaultState.STORED, 0)
    assert "No space left" in kept.reason
    monkeypatch.undo()
    assert filing.refile(at=NOON + timedelta(minutes=20)) == 1
    assert VaultItem.objects.get(id=orphan.id).state == VaultState.IN_CASE
