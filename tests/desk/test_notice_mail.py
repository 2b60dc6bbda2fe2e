"""Notices are mailed to those who chose that, once, and without the customer's words."""

from datetime import timedelta

import pytest

from muhatap.accounts import operations as accounts
from muhatap.desk.operations.notice_mail import mail_notices
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications
from muhatap.notifications.choices import Choices
from muhatap.notifications.models import Notice
from tests.servers.dovecot import imap_server
from tests.servers.smtp import mail_system
from tests.world import NOON

__all__ = ["imap_server", "mail_system"]
pytestmark = pytest.mark.django_db
BY = Actor.system("test")
LATER = NOON + timedelta(minutes=2)


@pytest.fixture
def told(world):
    """A notice of a broken promise to somebody who wants such by mail."""
    deniz = world.staff["deniz"]
    world.brand.contact = {"email": "destek@nehir.example"}
    world.brand.save()
    chosen = Choices(mail_on=frozenset({"decisions"})).as_stored()
    accounts.choose_notices(staff=deniz, choices=chosen, by=BY, at=NOON)
    notifications.tell(
        staff_ids=[deniz.pk],
        kind="objection",
        brand_id=world.brand.id,
        case_id=None,
        params={"number": "26-00000-00000", "subject": "Sır"},
        once_key="once",
        by=BY,
        at=NOON,
    )
    return Notice.objects.get()


def test_nothing_goes_without_a_mail_server_and_nothing_is_forgotten(told, settings):
    settings.MUHATAP_SMTP_URL = ""
    assert mail_notices(by=BY, at=LATER) == 0
    told.refresh_from_db()
    assert told.mail_at == LATER


def test_it_goes_once_when_nobody_read_it(told, mail_system, settings):
    settings.MUHATAP_SMTP_URL = f"smtp://{mail_system.host}:{mail_system.port}"
    assert mail_notices(by=BY, at=NOON) == 0
    assert mail_notices(by=BY, at=LATER) == 1
    assert mail_notices(by=BY, at=LATER) == 0


def test_what_was_read_meanwhile_is_not_mailed(told, settings):
    settings.MUHATAP_SMTP_URL = "smtp://127.0.0.1:1"
    notifications.mark_read(staff_id=told.staff_id, notice_ids=[told.id], by=BY, at=NOON)
    assert mail_notices(by=BY, at=LATER) == 1
    told.refresh_from_db()
    assert told.mail_at is None


def test_a_server_that_is_away_is_asked_again(told, settings):
    settings.MUHATAP_SMTP_URL = "smtp://127.0.0.1:1"
    assert mail_notices(by=BY, at=LATER) == 0
    told.refresh_from_db()
    assert told.mail_at is not None
