"""However often a line breaks, each message stands in the chat once and in the order of its writer."""

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muhatap.cases.models import Case
from muhatap.channels.chat_models import ChatLine
from muhatap.channels.chat_queries import chat_with_secret
from muhatap.channels.contract import Sender
from muhatap.channels.operations.chatting import Opening, Said, start_chat, write_in_chat
from muhatap.customers.operations import recognising
from muhatap.customers.queries import owner_of
from muhatap.kernel.actors import Actor

WIDGET = Path(__file__).parents[3] / "muhatap/channels/adapters/live_chat/widget"
VISITOR = Actor.customer(None)
LOST = st.lists(st.integers(0, 3), min_size=1, max_size=5)


@pytest.mark.django_db
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lost=LOST, begun=st.integers(1, 3))
def test_lost_answers_make_no_second_line(world, lost, begun):
    secret = f"{timezone.now().timestamp():.6f}".replace(".", "").ljust(43, "x")
    opening = Opening(brand=world.brand, channel="live_chat", secret=secret, client_id="m", text="Merhaba")
    numbers = {start_chat(opening=opening, by=VISITOR, at=timezone.now()).id for _ in range(begun)}
    assert len(numbers) == 1
    for place, times in enumerate(lost):
        # Every answer but the last is lost, so the device says it again.
        for _ in range(times + 1):
            chat = chat_with_secret(world.brand.id, secret)
            said = Said(client_id=f"m{place}", text=f"söz {place}")
            write_in_chat(chat=chat, said=said, by=VISITOR, at=timezone.now())
    lines = list(ChatLine.objects.filter(chat__secret_digest=chat.secret_digest).order_by("seq"))
    assert [line.seq for line in lines] == list(range(1, len(lost) + 2))
    assert [line.client_id for line in lines] == ["m", *(f"m{place}" for place in range(len(lost)))]
    assert Case.objects.filter(chat__secret_digest=chat.secret_digest).count() == 1


@pytest.mark.django_db
def test_two_doors_that_meet_the_same_stranger_at_once_open_both_chats(world, monkeypatch):
    def opened(mark):
        opening = Opening(
            brand=world.brand, channel="live_chat", secret=mark * 43, client_id="m", text="Merhaba",
            sender=Sender("İki", "ikisi@posta.example"),
        )  # fmt: skip
        return start_chat(opening=opening, by=VISITOR, at=timezone.now())

    first, asked = opened("a"), []
    monkeypatch.setattr(
        recognising,
        "owner_of",
        lambda *which: asked.append(which) or (owner_of(*which) if asked[1:] else None),
    )
    second = opened("b")
    assert len(asked) == 2
    assert first.id != second.id
    assert first.case.customer_id == second.case.customer_id


@pytest.mark.slow
def test_the_device_sends_and_shows_all_once_and_in_order(chromium):
    page = chromium.new_page()
    script = (WIDGET / "client.js").read_text(encoding="utf-8")
    trial = (Path(__file__).parent / "trial.js").read_text(encoding="utf-8")
    body = trial.replace("PLACE", json.dumps("data:text/javascript," + quote(script)))
    for found in json.loads(page.evaluate(f"(async () => {{ {body} }})()")):
        assert found["seqs"] == list(range(1, len(found["seqs"]) + 1))
        assert found["shown"] == found["seqs"]
        assert found["mine"] == [str(number) for number in range(9)]
        assert found["left"] == 0
        # Without a database of the browser a reload loses a file: its writer is told.
        assert found["told"] == ["files_lost"]
    page.close()
