"""The page of the mail that came in: every mail accounted for, and a way out for each that is in no case."""

import json

import pytest
from django.test import RequestFactory

from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.channels.adapters.email import filing, hooks
from muhatap.channels.adapters.email.hook_requests import packed
from muhatap.channels.models import VaultItem, VaultState
from tests.channels.email import post
from tests.channels.email.post import mail

AWAY = mail(subject="Ofis dışındayım", auto_submitted="auto-replied", message_id="<away@posta.example>")


@pytest.fixture
def box(world):
    return post.mailbox(world.brand)


@pytest.fixture
def outside(box, monkeypatch):
    """A mail in a case, one that a rule put aside, one that waits, and one that failed for good."""
    post.bring(box, mail())
    aside = post.bring(box, AWAY)
    monkeypatch.setattr(filing, "place_of", lambda *_: 1 / 0)
    waiting = post.bring(box, mail("ali@posta.example", subject="Bekleyen", message_id="<b@posta.example>"))
    failed = post.bring(box, mail("can@posta.example", subject="Düşen", message_id="<d@posta.example>"))
    for _ in range(filing.MOST_ATTEMPTS):
        filing.file_item(item=failed, at=post.NOON)
    monkeypatch.undo()
    return {"aside": aside, "waiting": waiting, "failed": failed}


@pytest.mark.parametrize(
    ("login", "status"),
    [("deniz", 403), ("gul", 403), ("mert", 200), ("pelin", 200), ("arda", 200), ("stranger", 200)],
)
def test_who_looks_after_the_post(world, sign_in, outside, login, status):
    client = sign_in(login)
    page = client.get("/desk/intake/")
    assert page.status_code == status
    for item in outside.values():
        for verb in ("again", "open"):
            answer = client.post(f"/desk/intake/{item.id}/{verb}/").status_code
            assert answer == (404 if login == "stranger" else 303 if status == 200 else 403)
            if answer == 303:
                break
    if login == "stranger":
        assert "destek@nehir.example" not in page.content.decode()


def test_the_account_and_the_reasons(sign_in, outside):
    page = sign_in("mert").get("/desk/intake/").content.decode()
    assert page.count('<li class="hit">') == 3
    assert "ZeroDivisionError" in page
    counts = {"waiting": 1, "failed": 1, "aside": 1, "all": 3, "nonsense": 3}
    for which, count in counts.items():
        shown = sign_in("mert").get(f"/desk/intake/?which={which}").content.decode()
        assert shown.count('<li class="hit">') == count, which


def test_whom_a_mail_is_from_is_shown_to_those_who_read_cases(sign_in, outside):
    page = sign_in("mert").get("/desk/intake/").content.decode()
    assert "ali@posta.example · Bekleyen" in page
    assert "ali@posta.example" not in sign_in("arda").get("/desk/intake/").content.decode()


def test_a_providers_request_that_failed_is_tried_again(sign_in, world, box, monkeypatch, settings):
    settings.MUHATAP_MAIL_HOOKS = {"nehir/postmark": "a:b"}
    monkeypatch.setattr(hooks.intake, "take", lambda **_: 1 / 0)
    body = json.dumps({"OriginalRecipient": box.address, "Headers": [], "RawEmail": mail().decode()}).encode()
    request = RequestFactory().post(
        "/hooks/mail/nehir/postmark/inbound/", body, content_type="application/json"
    )
    item, _ = hooks.keep_request(
        brand=world.brand, provider="postmark", data=packed(request, body), at=post.NOON
    )
    for _ in range(7):
        hooks.take_in_waiting(at=post.NOON)
    monkeypatch.undo()
    client = sign_in("arda")
    assert "hook:postmark" in client.get("/desk/intake/").content.decode()
    client.post(f"/desk/intake/{item.id}/again/")
    assert Case.objects.count() == 1
    assert "hook:postmark" not in client.get("/desk/intake/").content.decode()


def test_trying_again_files_what_failed_and_what_waits(sign_in, outside):
    client = sign_in("arda")
    for name in ("failed", "waiting"):
        assert client.post(f"/desk/intake/{outside[name].id}/again/").status_code == 303
        item = VaultItem.objects.get(id=outside[name].id)
        assert item.state == VaultState.IN_CASE
        assert item.case.number in client.get("/desk/intake/").content.decode()
    client.post(f"/desk/intake/{outside['aside'].id}/again/")
    assert VaultItem.objects.get(id=outside["aside"].id).state == VaultState.SET_ASIDE
    assert Case.objects.count() == 3


def test_what_fails_again_stays(sign_in, outside, monkeypatch):
    monkeypatch.setattr(filing, "place_of", lambda *_: 1 / 0)
    assert sign_in("mert").post(f"/desk/intake/{outside['failed'].id}/again/").status_code == 303
    item = VaultItem.objects.get(id=outside["failed"].id)
    assert (item.state, item.attempts) == (VaultState.STORED, 1)
    assert Case.objects.count() == 1


def test_a_person_makes_a_case_of_what_a_rule_put_aside(sign_in, outside):
    item = outside["aside"]
    assert sign_in("mert").post(f"/desk/intake/{item.id}/open/").status_code == 303
    item.refresh_from_db()
    assert item.state == VaultState.IN_CASE
    assert Message.objects.get(case=item.case, author=Author.CUSTOMER).vault_item_id == item.id
    assert item.no_auto_reply
    # The second click finds nothing to do.
    assert sign_in("mert").post(f"/desk/intake/{item.id}/open/").status_code == 404


def test_a_get_changes_nothing(sign_in, outside):
    for verb in ("again", "open"):
        assert sign_in("mert").get(f"/desk/intake/{outside['failed'].id}/{verb}/").status_code == 405


def test_nothing_came_yet(sign_in, world):
    assert "empty" in sign_in("mert").get("/desk/intake/").content.decode()
    post.mailbox(world.brand)
    assert sign_in("mert").get("/desk/intake/").content.decode().count('class="empty"') == 1


@pytest.mark.parametrize("kind", ["page", "phone_page", "dark_page"])
def test_it_is_readable_everywhere(request, live_server, browse_as, axe, outside, kind):
    page = browse_as(request.getfixturevalue(kind), "mert")
    page.goto(f"{live_server.url}/desk/intake/")
    axe(page)
    page.get_by_role("button", name="Yeniden dene").or_(
        page.get_by_role("button", name="Try again")
    ).first.click()
    page.wait_for_load_state()
    axe(page)
    assert page.url.endswith("/desk/intake/")
