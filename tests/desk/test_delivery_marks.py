"""What became of each letter, on the page of its case and in the outbox; marked addresses in the panel."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.audit.relay import publish
from muhatap.cases import operations as cases
from muhatap.cases.statuses import Author
from muhatap.channels import operations as channels
from muhatap.channels.contract import Delayed, Rejected
from muhatap.channels.models import AddressMark, Delivery, Mailbox
from muhatap.channels.operations import delivering
from muhatap.kernel.actors import Actor
from tests.world import load, make_case

BY = Actor.system("test")
WORDS = "452 4.2.2 The recipient's inbox is out of storage space <b>later</b>"


@pytest.fixture
def case(world):
    Mailbox.objects.create(brand=world.brand, name="destek", address="destek@nehir.example")
    return make_case(world, at=timezone.now() - timedelta(hours=5))


def write(case, text="Çekim talebiniz onaylandı."):
    new = cases.NewMessage(author=Author.STAFF, channel="email", text=text, copies=())
    at = timezone.now()
    return Delivery.objects.get(message=cases.post_message(case=load(case.id), new=new, by=BY, at=at))


class Line:
    """A line whose other side answers as a test wants."""

    def __init__(self, trouble=None):
        self.trouble = trouble

    def send(self, message, rendered):
        if self.trouble:
            raise self.trouble


def attempt(delivery, trouble=None):
    delivery.attempts += 1
    delivering._try(delivery, Line(trouble), by=BY, at=timezone.now())
    delivery.refresh_from_db()
    return delivery


@pytest.fixture
def letters(case):
    """One letter in each state, and a marked address."""
    attempt(write(case, "gönderilen"))
    attempt(write(case, "ertelenen"), Delayed(WORDS, was_answered=True))
    attempt(write(case, "geri dönen"))
    channels.note_bounce(
        delivery=Delivery.objects.latest("id"), status="5.1.1", hard=True,
        words="elif@posta.example 5.1.1 550 5.1.1 no such user", by=BY, at=timezone.now(),
    )  # fmt: skip
    attempt(write(case, "reddedilen"), Rejected("550 5.7.1 policy", code="refused_550"))
    attempt(write(case, "şikâyet edilen"))
    channels.note_complaint(delivery=Delivery.objects.latest("id"), words="abuse", by=BY, at=timezone.now())
    new = cases.NewMessage(author=Author.AUTOMATIC, channel="email", text="Otomatik mektup.")
    cases.post_message(case=load(case.id), new=new, by=BY, at=timezone.now())
    assert set(Delivery.objects.values_list("state", flat=True)) == {
        "sent", "deferred", "bounced", "complained", "withheld",
    }  # fmt: skip
    return case


def test_every_letter_carries_its_state_and_the_servers_words(letters, sign_in):
    page = sign_in("deniz").get(f"/desk/cases/{letters.number}/").content.decode()
    for state in ("sent", "deferred", "bounced", "complained", "withheld"):
        assert f'data-state="{state}"' in page
    assert "out of storage space &lt;b&gt;later&lt;/b&gt;" in page
    assert "550 5.1.1 no such user" in page
    assert "550 5.7.1 policy" in page


def test_a_marked_address_is_shown_and_can_be_cleared_by_who_answers(letters, sign_in):
    place = f"/desk/cases/{letters.number}/"
    mark = AddressMark.objects.get()
    assert f'value="{mark.id}"' in sign_in("deniz").get(place).content.decode()
    clear = f"{place}address/clear/"
    assert sign_in("stranger").post(clear, {"mark": mark.id}).status_code == 404
    assert sign_in("deniz").post(clear, {"mark": "1"}).status_code == 303
    assert AddressMark.objects.get().cleared_at is None
    assert sign_in("deniz").get(clear).status_code == 405
    assert sign_in("deniz").post(clear, {"mark": mark.id}).status_code == 303
    assert AddressMark.objects.get().cleared_at is not None
    assert f'value="{mark.id}"' not in sign_in("deniz").get(place).content.decode()


def test_the_outbox_lists_what_failed_with_its_reason(letters, sign_in):
    client = sign_in("mert")
    failed = client.get("/desk/outbox/?standing=failed").content.decode()
    assert "550 5.7.1 policy" in failed
    assert "550 5.1.1 no such user" in failed
    assert "gönderilen" not in failed
    bounced = Delivery.objects.get(state="bounced", error__contains="5.7.1")
    detail = client.get(f"/desk/outbox/{bounced.id}/").content.decode()
    assert "550 5.7.1 policy" in detail
    assert bounced.external_id.strip("<>") in detail
    assert client.post(f"/desk/outbox/{bounced.id}/again/").status_code == 303
    assert Delivery.objects.get(id=bounced.id).state == "queued"


def test_marks_are_live_and_accessible(transactional_db, letters, page, browse_as, axe):
    browse_as(page, "deniz").goto(f"/desk/cases/{letters.number}/")
    page.locator('details.delivery[data-state="deferred"]').first.wait_for()
    page.locator('details.delivery[data-state="bounced"] summary').first.click()
    axe(page)
    waiting = Delivery.objects.get(state="deferred")
    attempt(waiting)
    publish(at=timezone.now())
    page.locator('.delivery[data-state="deferred"]').wait_for(state="detached", timeout=15_000)
