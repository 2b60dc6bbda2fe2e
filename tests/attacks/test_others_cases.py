"""What belongs to somebody else stays closed: cases, messages, files, drafts, links, tokens."""

from datetime import timedelta

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from muhatap.cases.keys import secret_of
from muhatap.cases.models import Message
from muhatap.files import operations as files
from muhatap.files.links import CUSTOMER, STAFF, signed_url
from muhatap.kernel.actors import Actor
from muhatap.portal import operations as portal
from muhatap.portal.models import FormDraft, MailedLink
from muhatap.portal.queries import address_of
from muhatap.portal.views.door import let_in
from tests.attacks.conftest import come_in
from tests.channels.api.conftest import caller_for
from tests.portal.conftest import begin, good_answers
from tests.world import make_case

pytestmark = pytest.mark.django_db
BY = Actor.system("test")
ACTIONS = ("reply/", "not-satisfied/", "solved/", "survey/", "secret/")
DESK_ACTIONS = (
    "reply/",
    "note/",
    "draft/",
    "take/",
    "hand-over/",
    "escalate/",
    "status/",
    "properties/",
    "next-step/",
)


def test_a_cookie_opens_its_own_case_only(own_case, others_case, visitor):
    cookie = visitor.cookies["muhatap_case"].value
    visitor.cookies["muhatap_case"] = cookie
    visitor.cookies["muhatap_case"]["path"] = "/"
    place = f"/nehir/cases/{others_case.number}/"
    assert visitor.get(place)["Location"].startswith("/nehir/track/")
    for action in ACTIONS:
        assert visitor.post(place + action, {"text": "x", "score": "1"})["Location"].startswith(
            "/nehir/track/"
        )
    assert others_case.messages.count() == 1


def test_a_cookie_opens_no_case_of_another_brand(own_case, shop, visitor):
    foreign = make_case(shop, brand=shop.other_brand, at=timezone.now())
    for path in (f"/liman/cases/{own_case.number}/", f"/nehir/cases/{foreign.number}/"):
        assert visitor.get(path).status_code == 303
    answer = visitor.post("/nehir/track/", {"number": foreign.number, "secret": secret_of(foreign)})
    assert answer.status_code == 403


def test_a_made_up_or_changed_cookie_opens_nothing(own_case, others_case, client):
    seen = {"case": others_case.id, "generation": 0}
    for salt in (f"portal.case.{others_case.brand_id}.{others_case.number}", "portal.stamp"):
        with_wrong_key = signing.dumps(seen, key="guessed", salt=salt)
        client.cookies["muhatap_case"] = with_wrong_key
        assert client.get(f"/nehir/cases/{others_case.number}/").status_code == 303


def test_a_renewed_secret_ends_cookies_and_mailed_links(own_case, visitor):
    thief = come_in(Client(), own_case)
    portal.mail_case_link(case=own_case, language="tr", by=BY, at=timezone.now())
    url = address_of(MailedLink.objects.get()).partition("/nehir")[2]
    old_secret = secret_of(own_case)
    assert visitor.post(f"/nehir/cases/{own_case.number}/secret/").status_code == 200
    assert thief.get(f"/nehir/cases/{own_case.number}/").status_code == 303
    assert thief.post("/nehir/track/", {"number": own_case.number, "secret": old_secret}).status_code == 403
    assert Client().post(f"/nehir{url}").status_code == 410


def test_a_mailed_link_is_good_once_and_in_its_own_brand(own_case):
    portal.mail_case_link(case=own_case, language="tr", by=BY, at=timezone.now())
    url = address_of(MailedLink.objects.get()).partition("/nehir/")[2]
    assert Client().post(f"/liman/{url}").status_code == 410
    assert Client().get(f"/nehir/{url}").status_code == 200
    assert Client().post(f"/nehir/{url}").status_code == 303
    assert Client().post(f"/nehir/{url}").status_code == 410


def test_a_copied_cookie_ends_however_often_it_is_used(own_case):
    browser, now = Client(), timezone.now().timestamp()
    for hours, status in ((11, 200), (13, 303)):
        response = let_in(HttpResponse(), own_case.brand, own_case, since=now - hours * 3600)
        browser.cookies["muhatap_case"] = response.cookies["muhatap_case"].value
        answer = browser.get(f"/nehir/cases/{own_case.number}/")
        assert answer.status_code == status
    assert signing.loads(
        response.cookies["muhatap_case"].value, salt=f"portal.case.{own_case.brand_id}.{own_case.number}"
    )["since"] == int(now - 13 * 3600)


def test_who_reads_no_cases_reads_no_links_into_them(own_case, sign_in):
    portal.mail_case_link(case=own_case, language="tr", by=BY, at=timezone.now())
    assert "/track/link/" in sign_in("mert").get("/desk/outbox/links/").content.decode()
    assert sign_in("arda").get("/desk/outbox/links/").status_code == 403
    outbox = sign_in("arda").get("/desk/outbox/")
    assert "/track/link/" not in outbox.content.decode()


def test_the_key_of_a_draft_opens_no_other(shop, visitor):
    place = begin(visitor)
    visitor.post(place, good_answers())
    other = Client()
    begin(other, "ACC-LOGIN")
    draft = FormDraft.objects.order_by("id").first()
    for path in ("", "review/", "save/", "done/"):
        for browser in (other, Client()):
            assert browser.get(f"/nehir/form/{draft.id}/{path}").status_code == 404, path
            assert browser.post(f"/nehir/form/{draft.id}/{path}", {"action": "continue"}).status_code in {
                404,
                405,
            }
    assert visitor.get(f"/liman/form/{draft.id}/").status_code == 404


def test_a_file_of_another_draft_cannot_be_dropped(shop, visitor):
    begin(visitor)
    draft = FormDraft.objects.get()
    kept = portal.add_file(
        draft=draft, name="a.txt", data=b"merhaba", evidence="view", by=BY, at=timezone.now()
    )
    other = Client()
    place = begin(other, "PAY-WD")
    other.post(place, good_answers(action=f"drop-file:{kept.id}"))
    assert draft.files.count() == 1


@pytest.mark.parametrize("login", ["stranger", "selin", "arda"])
def test_staff_of_another_brand_or_queue_see_nothing(shop, sign_in, login):
    case = make_case(shop, at=timezone.now(), text="Gizli sözler")
    desk, message = sign_in(login), Message.objects.get(case=case)
    place = f"/desk/cases/{case.number}/"
    for path in (place, f"{place}proof/", f"{place}?part=timeline", f"{place}messages/{message.id}/erase/"):
        assert desk.get(path).status_code in {403, 404}, path
    for action in (*DESK_ACTIONS, f"messages/{message.id}/erase/"):
        sent = {"text": "x", "to": "staff:1", "status": "closed:spam", "reason": "secret", "words": "x"}
        assert desk.post(place + action, sent).status_code in {403, 404}, action
    for query in ("", "?view=open", f"?queue={case.queue_id}", f"?chosen={case.number}", "?part=list"):
        # The address that was asked for stands in the switch of availability, which leads back to it.
        shown = desk.get(f"/desk/{query}").content.decode().replace(f'value="/desk/{query}"', "")
        assert case.number not in shown, query
    assert case.number not in desk.get("/desk/search/", {"q": "Gizli sözler"}).content.decode()


def test_an_auditor_reads_and_writes_nothing(shop, sign_in):
    case = make_case(shop, at=timezone.now())
    desk = sign_in("gul")
    assert desk.get(f"/desk/cases/{case.number}/").status_code == 200
    for action in DESK_ACTIONS:
        assert desk.post(f"/desk/cases/{case.number}/{action}", {"text": "x"}).status_code == 403, action


def test_a_message_of_another_case_cannot_be_erased_through_ones_own(shop, sign_in):
    mine, other = make_case(shop, at=timezone.now()), make_case(shop, at=timezone.now(), customer=1)
    message = Message.objects.get(case=other)
    answer = sign_in("pelin").post(
        f"/desk/cases/{mine.number}/messages/{message.id}/erase/", {"reason": "secret"}
    )
    assert answer.status_code == 404
    message.refresh_from_db()
    assert message.erased_at is None


def test_a_case_is_handed_to_nobody_outside_of_its_brand(shop, sign_in):
    case = make_case(shop, at=timezone.now())
    desk = sign_in("mert")
    for to in (f"staff:{shop.stranger.pk}", "queue:999999", "staff:0", "staff:²", "queue:-1", "brand:1"):
        answer = desk.post(f"/desk/cases/{case.number}/hand-over/", {"to": to})
        assert answer.status_code in {404, 409}, to


def test_links_to_files_are_for_whom_they_were_made(shop, own_case, sign_in):
    at = timezone.now()
    stored = files.store_file(
        brand_id=shop.brand.id, name="kimlik.png", data=b"\x89PNG\r\n\x1a\n", by=BY, at=at
    )
    for_staff = signed_url(stored, "kimlik.png", STAFF, at)
    assert Client().get(for_staff).status_code == 403
    assert sign_in("pelin").get(for_staff).status_code == 200
    assert sign_in("stranger").get(for_staff).status_code == 403, "of another brand"
    assert sign_in("arda").get(for_staff).status_code == 403, "reads no cases"
    old = signed_url(stored, "kimlik.png", CUSTOMER, at - timedelta(minutes=11))
    assert Client().get(old).status_code == 410


def test_a_link_to_a_file_needs_the_second_factor(shop, own_case):
    at, half = timezone.now(), Client()
    stored = files.store_file(brand_id=shop.brand.id, name="k.png", data=b"\x89PNG\r\n\x1a\n", by=BY, at=at)
    half.force_login(shop.staff["pelin"])
    assert half.get(signed_url(stored, "k.png", STAFF, at)).status_code == 403


def test_a_token_reads_and_writes_in_its_own_brand_only(asking_world):
    world = asking_world
    case = make_case(world)
    foreign = caller_for(world, "cases:read", "cases:write", brand=world.other_brand)
    unknown = foreign("GET", "/api/v1/cases/26-00000-00000").json
    hidden = foreign("GET", f"/api/v1/cases/{case.number}").json
    assert unknown["detail"] == hidden["detail"]
    assert hidden["status"] == 404
    assert foreign("GET", f"/api/v1/cases/{case.number}/messages").status == 404
    assert foreign("POST", f"/api/v1/cases/{case.number}/messages", {"text": "x"}).status == 404
    assert foreign.open({"brand": "nehir", "topic": "ACC-LOGIN", "text": "x"}).status in {403, 422}
    assert foreign("GET", "/api/v1/topics?brand=nehir").status == 403


def test_the_answer_of_another_token_is_not_repeated(asking_world):
    body = {"topic": "ACC-LOGIN", "subject": "x", "text": "x", "customer": {"email": "a@x.example"}}
    one = caller_for(asking_world, "cases:write").open(body, idempotency_key="ayni")
    two = caller_for(asking_world, "cases:write").open(body, idempotency_key="ayni")
    three = caller_for(asking_world, "cases:write", brand=asking_world.other_brand).open(
        body, idempotency_key="ayni"
    )
    assert {one.status, two.status, three.status} == {201}
    assert len({one.json["secret"], two.json["secret"], three.json["secret"]}) == 3


def test_scopes_are_kept(asking_world):
    reads, writes = caller_for(asking_world, "topics:read"), caller_for(asking_world, "cases:write")
    case = make_case(asking_world)
    assert reads("GET", f"/api/v1/cases/{case.number}").status == 403
    assert reads.open().status == 403
    assert writes("GET", f"/api/v1/cases/{case.number}/messages").status == 403


def test_a_session_is_no_token(shop, sign_in):
    case = make_case(shop, at=timezone.now())
    desk = sign_in("pelin")
    assert desk.get(f"/api/v1/cases/{case.number}").status_code == 401
    assert desk.post("/api/v1/cases", {}, content_type="application/json").status_code == 401
