"""Webhooks: one row for each event, signed, patient, masked, of one brand; no inner network is called."""

import base64
import hashlib
import hmac
import json
import socket
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.audit import relay
from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.cases.statuses import Author
from muhatap.customers.restriction import RESTRICTED
from muhatap.integrations import operations as integrations
from muhatap.integrations import outgoing
from muhatap.integrations.models import CallState, Webhook, WebhookAttempt, WebhookCall, WebhookSecret
from muhatap.integrations.offering import OPEN, hears, offered_facts
from muhatap.integrations.operations import telling
from muhatap.integrations.operations.webhooks import OVERLAP
from muhatap.integrations.outgoing import NotReached, WrongAddress, checked_url, numbers_of
from muhatap.kernel.actors import Actor
from muhatap.kernel.networks import is_public
from muhatap.notifications.models import Notice
from tests.servers.http_peer import Quiet, serving
from tests.world import NOON, make_case

BY = Actor.system("test")
HERE = ("127.0.0.0/8",)


class Receiver:
    """The other side: keeps what comes and answers what it is told to."""

    def __init__(self):
        self.status, self.headers, self.got, self.url = 200, {}, [], ""
        receiver = self

        class Handler(Quiet):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append((dict(self.headers), body))
                self.send_response(receiver.status)
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")

        self.handler = Handler

    def payloads(self):
        return [json.loads(body) for _, body in self.got]


@pytest.fixture
def receiver(settings):
    settings.MUHATAP_WEBHOOK_NETWORKS = HERE
    one = Receiver()
    with serving(one.handler) as origin:
        one.url = f"{origin}/hook"
        yield one


def hook(world, url, kinds=("case.*", "message.*"), rights=(), brand=None):
    wanted = integrations.Wanted(name="Muhasebe", url=url, kinds=kinds, rights=rights)
    relay.publish(at=NOON)
    return integrations.make_webhook(brand=brand or world.brand, wanted=wanted, by=BY, at=NOON)


def heard(at=NOON):
    while relay.publish(at=at):
        pass
    while integrations.hear_events(by=BY, at=at):
        pass


def signed(secret, headers, body):
    key = base64.b64decode(secret.removeprefix("whsec_"))
    text = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = "v1," + base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
    return wanted in headers["webhook-signature"].split(" ")


@pytest.mark.django_db
def test_an_event_is_told_signed_and_without_what_is_personal(world, receiver):
    webhook, secret = hook(world, receiver.url)
    case = make_case(world, subject="Kartım 4111 1111 1111 1111")
    heard()
    integrations.call_webhooks(by=BY, at=NOON)
    opened = next(each for each in receiver.payloads() if each["type"] == "case.opened")
    assert opened["data"]["case"] == opened["data"]["number"] == case.number
    assert opened["data"]["brand"] == "nehir"
    assert "subject" not in opened["data"]
    assert opened["withheld"] == ["subject"]
    headers, body = receiver.got[0]
    assert signed(secret, headers, body)
    assert headers["webhook-id"].startswith("evt_")
    assert not WebhookCall.objects.filter(webhook=webhook, state=CallState.WAITING).exists()
    assert not WebhookSecret.objects.filter(sealed__contains=secret.encode()).exists()


@pytest.mark.django_db
def test_personal_words_come_masked_and_notes_only_to_whom_they_may(world, receiver):
    hook(world, receiver.url, rights=("personal",))
    case = make_case(world, subject="Kartım 4111 1111 1111 1111")
    cases.post_message(
        case=case,
        new=cases.NewMessage(author=Author.NOTE, channel="desk", text="içeride kalsın"),
        by=Actor.staff(world.staff["deniz"].pk),
        at=NOON,
    )
    heard()
    integrations.call_webhooks(by=BY, at=NOON)
    told = receiver.payloads()
    assert "4111 1111" not in json.dumps(told)
    assert next(each for each in told if each["type"] == "case.opened")["data"]["subject"].startswith(
        "Kartım"
    )
    assert all(each["data"].get("author") != "note" for each in told)


@pytest.mark.django_db
def test_nobody_outside_hears_words_whose_processing_is_stopped(world, receiver):
    hook(world, receiver.url, rights=("personal",))
    case = make_case(world, subject="Kartım gelmedi")
    case.customer.preferences = {RESTRICTED: NOON.isoformat()}
    case.customer.save(update_fields=["preferences"])
    heard()
    integrations.call_webhooks(by=BY, at=NOON)
    opened = next(each for each in receiver.payloads() if each["type"] == "case.opened")
    assert (opened["data"]["case"], opened["withheld"]) == (case.number, ["subject"])
    assert "Kartım" not in json.dumps(receiver.payloads(), ensure_ascii=False)


@pytest.mark.django_db
def test_each_event_is_noted_once_however_often_it_is_looked_for(world, receiver):
    webhook, _ = hook(world, receiver.url)
    make_case(world)
    heard()
    count = WebhookCall.objects.filter(webhook=webhook).count()
    assert count >= 2
    Webhook.objects.filter(id=webhook.id).update(seen_seq=webhook.seen_seq)
    with pytest.raises(Exception, match=r"(?i)unique"):
        integrations.hear_events(by=BY, at=NOON)


@pytest.mark.django_db
def test_a_brand_hears_nothing_of_another(world, receiver):
    theirs, _ = hook(
        world, receiver.url, kinds=("*",), rights=("personal", "inside"), brand=world.other_brand
    )
    made = set(WebhookCall.objects.values_list("event_id", flat=True))
    make_case(world)
    heard()
    told = WebhookCall.objects.filter(webhook=theirs).exclude(event_id__in=made)
    brands = set(Event.objects.filter(id__in=told.values("event_id")).values_list("brand_id", flat=True))
    assert brands <= {world.other_brand.id}
    assert not told.filter(kind="case.opened").exists()


@pytest.mark.django_db
def test_a_refusal_is_tried_again_for_days_then_given_up_and_can_be_replayed(world, receiver):
    webhook, _ = hook(world, receiver.url, kinds=("case.opened",))
    make_case(world)
    heard()
    receiver.status = 503
    at, tries = NOON, []
    while (call := WebhookCall.objects.get(webhook=webhook)).state == CallState.WAITING:
        at = max(at, call.due_at)
        integrations.call_webhooks(by=BY, at=at)
        tries.append(at)
    assert call.state == CallState.GIVEN_UP
    assert len(tries) == len(telling.PATIENCE) + 1
    assert timedelta(days=3) < tries[-1] - NOON < timedelta(days=4)
    assert {headers["webhook-id"] for headers, _ in receiver.got} == {call.message_id}
    receiver.status = 200
    assert integrations.replay(webhook=webhook, calls=[call], by=BY, at=at) == 1
    integrations.call_webhooks(by=BY, at=at)
    call.refresh_from_db()
    assert call.state == CallState.TAKEN
    assert WebhookAttempt.objects.filter(call=call).count() == len(tries) + 1
    assert Webhook.objects.get(id=webhook.id).failing_since is None


@pytest.mark.django_db
def test_long_failure_stops_it_with_an_alarm_and_resuming_tells_what_was_missed(world, receiver):
    webhook, _ = hook(world, receiver.url, kinds=("case.opened",))
    first = make_case(world)
    heard()
    receiver.status = 500
    integrations.call_webhooks(by=BY, at=NOON)
    later = NOON + telling.LONG_FAILURE + timedelta(hours=1)
    integrations.call_webhooks(by=BY, at=later)
    webhook.refresh_from_db()
    assert webhook.stopped_because == "failing"
    notice = Notice.objects.get(kind="webhook_stopped", staff=world.staff["arda"])
    assert notice.params["name"] == "Muhasebe"
    second = make_case(world, customer=1, at=later)
    heard(later)
    assert integrations.call_webhooks(by=BY, at=later + timedelta(days=1)) == 0
    receiver.status, receiver.got[:] = 200, []
    integrations.resume_webhook(webhook=webhook, by=BY, at=later)
    heard(later)
    for hours in range(30):
        integrations.call_webhooks(by=BY, at=later + timedelta(hours=hours))
    assert {each["data"]["number"] for each in receiver.payloads()} == {first.number, second.number}


@pytest.mark.django_db
def test_gone_stops_it_at_once_and_a_redirect_is_not_followed(world, receiver):
    webhook, _ = hook(world, receiver.url, kinds=("case.opened",))
    make_case(world)
    heard()
    receiver.status, receiver.headers = 302, {"Location": receiver.url}
    integrations.call_webhooks(by=BY, at=NOON)
    assert len(receiver.got) == 1
    assert WebhookAttempt.objects.get().status == 302
    receiver.status = 410
    integrations.call_webhooks(by=BY, at=NOON + timedelta(minutes=1))
    webhook.refresh_from_db()
    assert webhook.stopped_because == "gone"


@pytest.mark.django_db
def test_while_a_secret_changes_both_sign(world, receiver):
    webhook, old = hook(world, receiver.url, kinds=("case.opened",))
    new = integrations.rotate_secret(webhook=webhook, by=BY, at=NOON)
    for customer, at, valid in ((0, NOON, (True, True)), (1, NOON + OVERLAP, (False, True))):
        make_case(world, customer=customer, at=at)
        heard(at)
        integrations.call_webhooks(by=BY, at=at)
        headers, body = receiver.got[-1]
        assert (signed(old, headers, body), signed(new, headers, body)) == valid


@pytest.mark.django_db
def test_what_a_dead_worker_had_claimed_is_called_by_another(world, receiver):
    webhook, _ = hook(world, receiver.url, kinds=("case.opened",))
    make_case(world)
    heard()
    assert len(telling._claim(NOON)) == 1
    assert integrations.call_webhooks(by=BY, at=NOON) == 0
    assert integrations.call_webhooks(by=BY, at=NOON + timedelta(seconds=61)) == 1
    assert WebhookCall.objects.get(webhook=webhook).state == CallState.TAKEN


@pytest.mark.django_db
def test_one_event_that_cannot_be_read_keeps_no_other_back(world, receiver):
    webhook, _ = hook(world, receiver.url, kinds=("case.opened",))
    make_case(world)
    heard()
    WebhookCall.objects.create(webhook=webhook, event_id=1, kind="case.opened", due_at=NOON, noted_at=NOON)
    integrations.call_webhooks(by=BY, at=NOON)
    assert len(receiver.got) == 1
    assert WebhookAttempt.objects.get(call__event_id=1).failure == "unreadable"


@pytest.mark.django_db
@pytest.mark.parametrize("kinds", [(), ("case.flown",), ("nothing.*",)])
def test_kinds_that_do_not_exist_are_refused(world, kinds):
    with pytest.raises(integrations.UnknownKinds):
        hook(world, "https://example.com/x", kinds=kinds)
    with pytest.raises(integrations.UnknownKinds):
        hook(world, "https://example.com/x", rights=("everything",))


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.com/", "not_https"),
        ("http://127.0.0.1/", "not_https"),
        ("https://user:word@example.com/", "credentials"),
        ("ftp://example.com/", "malformed"),
        ("https://", "malformed"),
        ("https://example.com/\r\nX: y", "malformed"),
        ("https://example.com:99999/", "malformed"),
        ("https://[::1/", "malformed"),
        ("https://example.com/#part", "malformed"),
        ("https://example.com/" + "x" * 500, "too_long"),
    ],
)
def test_addresses_that_are_never_called(url, code):
    with pytest.raises(WrongAddress, match=code):
        checked_url(url)


PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1",
    "64:ff9b::7f00:1", "2002:7f00:1::1", "2001:0:7f00:1::", "fe80::1%eth0", "192.0.2.1", "not a number",
]  # fmt: skip


@pytest.mark.parametrize("number", PRIVATE)
def test_numbers_of_inner_networks_are_not_public(number):
    assert not is_public(number)


@pytest.mark.parametrize("number", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_numbers_of_the_open_network_are(number):
    assert is_public(number)


@given(st.ip_addresses())
def test_the_form_of_a_number_never_decides(address):
    if address.version == 4:
        assert is_public(str(address)) == is_public(f"::ffff:{address}")


def looked_up(monkeypatch, *answers):
    told = iter(answers)

    def lookup(host, port, **_):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in next(told)]

    monkeypatch.setattr(outgoing.socket, "getaddrinfo", lookup)


def test_one_inner_number_refuses_the_name(monkeypatch):
    looked_up(monkeypatch, ["93.184.216.34", "10.0.0.5"])
    with pytest.raises(NotReached, match="private_address"):
        numbers_of("mixed.example", 443)


def test_a_name_that_changes_its_mind_is_called_by_the_number_that_was_looked_at(monkeypatch):
    looked_up(monkeypatch, ["93.184.216.34"], ["127.0.0.1"])
    called = []

    def connect(place, *_):
        called.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(outgoing.socket, "create_connection", connect)
    with pytest.raises(NotReached, match="unreachable"):
        outgoing.post("https://rebinding.example/", b"{}", {}, seconds=1)
    assert called == [("93.184.216.34", 443)]


def test_who_drips_is_cut_off():
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        with pytest.raises(NotReached, match="too_slow"):
            outgoing.post(url, b"{}", {}, seconds=0.2, inside=HERE)


def test_chosen_kinds():
    assert hears(["case.*"], "case.opened")
    assert not hears(["case.*"], "clock.broken")
    assert hears(["*"], "clock.broken")
    assert OPEN - offered_facts().keys() == set()
