"""Public posts: signed, masked before anything is kept, once; what may be said back is nothing of a case."""

import base64
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.cases.models import Case, Message
from muhatap.channels import operations as channels
from muhatap.channels.adapters.social.posts import NotTold, post_in
from muhatap.channels.models import Delivery, VaultItem
from muhatap.desk.guarding import secrets_in
from muhatap.desk.replies import Answer, SaysTooMuch, channel_of_reply, check_answer
from muhatap.kernel.webhook_signing import signature

SECRET = "whsec_" + base64.b64encode(b"s" * 32).decode()


@pytest.fixture(autouse=True)
def connector(settings):
    settings.MUHATAP_SOCIAL = {"nehir": SECRET}


def post(text="Param gelmedi, kimse bakmıyor!", named="p1", **more):
    link = f"https://sosyal.example/{named}"
    return {"type": "post.new", "id": named, "author": "@elif", "text": text, "link": link, **more}


def tell(client, said, *, secret=SECRET, brand="nehir"):
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    stamp = int(datetime.now(UTC).timestamp())
    return client.post(
        f"/hooks/social/{brand}/",
        body,
        content_type="application/json",
        headers={
            "webhook-id": "c1",
            "webhook-timestamp": str(stamp),
            "webhook-signature": signature(secret, "c1", stamp, body),
        },
    )


def test_a_post_opens_a_case_and_gets_words_that_everybody_may_read(client, world):
    answer = tell(client, post())
    assert answer.status_code == 200
    case = Case.objects.get()
    assert (case.channel, case.customer.name) == ("social", "@elif")
    suggestion = answer.json()["suggestion"]
    assert "/nehir/contact/" in suggestion
    assert case.number not in suggestion
    assert not secrets_in(suggestion)
    assert suggestion in Message.objects.get(author="note").text
    assert not Delivery.objects.exists()


def test_what_is_personal_is_kept_nowhere_and_she_is_asked_to_delete_it(client, world):
    secrets = ("0532 111 22 33", "TR33 0006 1005 1978 6457 8413 26", "elif@posta.example", "10000000146")
    answer = tell(client, post(f"Arayın: {' '.join(secrets)}"))
    assert set(answer.json()["masked"]) >= {"iban", "tckn", "contact"}
    kept = channels.open_item(item=VaultItem.objects.get()).decode()
    text = Message.objects.get(author="customer").text
    for secret in secrets:
        assert secret not in kept
        assert secret not in text
    assert answer.json()["suggestion"].count(".") > tell(client, post(named="p2")).json()["suggestion"].count(
        "."
    )


def test_a_reply_of_staff_that_shows_a_number_is_refused(client, world):
    tell(client, post())
    case = Case.objects.get()
    assert channel_of_reply(case) == "social"
    answer = Answer(text=f"Kaydınız {case.number}", seen=10**18)
    with pytest.raises(SaysTooMuch):
        check_answer(case, world.staff["deniz"], answer)


def test_told_twice_it_is_there_once_and_an_answer_joins_its_own_author(client, world):
    tell(client, post())
    tell(client, post())
    tell(client, post("hâlâ bekliyorum", "p2", answers="p1"))
    assert Case.objects.get().messages.filter(author="customer").count() == 2
    tell(client, post("ben de", "p3", answers="p1", author="@hakan"))
    assert Case.objects.count() == 2


def test_only_who_knows_the_secret_is_heard(client, world):
    other = "whsec_" + base64.b64encode(b"x" * 32).decode()
    assert tell(client, post(), secret=other).status_code == 403
    assert tell(client, post(), brand="liman").status_code == 404
    assert tell(client, b"x" * 70_000).status_code == 413
    assert tell(client, post(link="http://a.example/")).json() == {"error": "link"}
    assert tell(client, {"type": "post.new"}).status_code == 422
    assert not VaultItem.objects.exists()


@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: json.dumps(text).encode()))
def test_nothing_breaks_the_reader(body):
    with pytest.raises(NotTold):
        post_in(body)
