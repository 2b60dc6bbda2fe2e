"""Own movements and cases: by a signed link alone, whole days in the own zone, a form that is filled in."""

import base64
import json
import time
from datetime import UTC, date, datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from muhatap.channels.adapters.in_app.tokens import BadToken, Key, read_token
from muhatap.channels.operations.app_keys import keep_app_key
from muhatap.customers import operations as customers
from muhatap.integrations.ledger import BadMovements, days_between, read_movements
from muhatap.kernel.actors import Actor
from muhatap.portal.models import FormDraft
from muhatap.portal.queries import answers_of
from muhatap.topics.models import Topic
from tests.servers.http_peer import serving
from tests.world import NOON, make_case

SAMPLE = Path(__file__).parents[2] / "deploy" / "ledger-peer.py"
SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-four b").decode()
MATERIAL = b"m" * 32
ZONE = ZoneInfo("Europe/Istanbul")
BY = Actor.system("test")
KNOWN = {"contact_name": "Elif Karaca", "contact_email": "elif@posta.example"}
FIELDS = [
    {"code": "transaction_id", "kind": "transaction", "label": {"tr": "İşlem"}, "pattern": "TRX-[0-9]{8}"},
    {"code": "amount", "kind": "amount", "currencies": ["TRY"], "label": {"tr": "Tutar"}},
    {"code": "on", "kind": "past_date", "label": {"tr": "Gün"}},
]


@pytest.fixture
def peer(world, settings):
    """The sample runs, and the desk knows it."""
    spec = spec_from_file_location("ledger_peer", SAMPLE)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    module.SECRET, module.KEY_NAME = SECRET, "main"
    module.KEY = base64.b64encode(MATERIAL).decode()
    module.DESK = settings.MUHATAP_ORIGIN
    keep_app_key(brand=world.brand, name="main", algorithm="HS256", material=MATERIAL, by=BY, at=NOON)
    Topic.objects.filter(id=world.topics["PAY-WD"].id).update(fields=FIELDS)
    with serving(module.Peer) as origin:
        settings.MUHATAP_LEDGERS = {"nehir": (f"{origin}/movements", SECRET)}
        yield module


def place(link):
    return "/" + link.split("/", 3)[3]


def entered(peer, **more):
    client = Client(headers={"accept-language": "tr"})
    return client, client.get(place(peer.link(time.time(), **more)))


@pytest.mark.django_db
def test_a_link_shows_movements_of_the_chosen_days_and_one_fills_the_form(peer):
    client, answer = entered(peer)
    assert answer.headers["Location"] == "/nehir/own/"
    text = client.get("/nehir/own/").content.decode()
    assert "TRX-90418827" in text
    assert "TRX-90390001" not in text
    old = datetime.now(UTC) - timedelta(days=40)
    day = old.astimezone(ZONE).date().isoformat()
    chosen = {"from": day, "until": day}
    assert "TRX-90390001" in client.get("/nehir/own/", chosen).content.decode()
    picked = client.post("/nehir/own/pick/", {**chosen, "movement": "TRX-90390001", "topic": "PAY-WD"})
    draft = FormDraft.objects.get()
    assert picked.headers["Location"] == f"/nehir/form/{draft.id}/"
    assert answers_of(draft) == KNOWN | {"transaction_id": "TRX-90390001", "amount": "12,50", "on": day}
    assert "TRX-90390001" in client.get(picked.headers["Location"]).content.decode()


@pytest.mark.django_db
def test_a_link_from_an_order_opens_the_form_filled_in(peer):
    fields = {"transaction_id": "TRX-90418827", "amount": "2000.00", "unknown": "x"}
    _, answer = entered(peer, topic="PAY-WD", fields=fields)
    draft = FormDraft.objects.get()
    assert answer.headers["Location"] == f"/nehir/form/{draft.id}/"
    assert answers_of(draft) == KNOWN | {"transaction_id": "TRX-90418827", "amount": "2000,00"}


@pytest.mark.django_db
def test_a_link_works_once_for_its_brand_and_nothing_opens_without(peer, world):
    link = place(peer.link(time.time()))
    assert Client().get(link).status_code == 303
    assert Client().get(link).status_code == 410
    assert Client().get(link.replace("/nehir/", "/liman/")).status_code == 410
    assert Client().get(place(peer.link(time.time() - 3600))).status_code == 410
    assert Client().get(link[:-8] + "x/").status_code == 410
    client = Client()
    assert client.get("/nehir/own/").status_code == 403
    assert client.post("/nehir/own/pick/", {"movement": "TRX-90418827", "topic": "PAY-WD"}).status_code == 403
    client.cookies["muhatap_own"] = '["1004-7719", ""]:forged'
    assert client.get("/nehir/own/").status_code == 403
    assert not FormDraft.objects.exists()


@pytest.mark.django_db
def test_own_cases_are_those_of_whom_it_is_proved(peer, world):
    at = datetime.now(UTC)
    mine, other = make_case(world, at=at), make_case(world, at=at, customer=1)
    customers.prove_identity(customer=mine.customer, kind="account", value="1004-7719", by=BY, at=at)
    other.customer.account_no = "1004-7719"
    other.customer.save()
    client, _ = entered(peer)
    text = client.get("/nehir/own/").content.decode()
    assert mine.number in text
    assert other.number not in text


@pytest.mark.django_db
def test_words_are_looked_for_in_movements_and_cases(peer, world):
    mine = make_case(world, at=datetime.now(UTC), subject="Çekim İPTAL edildi")
    customers.prove_identity(customer=mine.customer, kind="account", value="1004-7719", by=BY, at=NOON)
    client, _ = entered(peer)

    def shown(wanted: str) -> tuple[bool, bool]:
        text = client.get("/nehir/own/", {"q": wanted}).content.decode()
        return "TRX-90418827" in text, mine.number in text

    assert shown("") == (True, True)
    assert shown("90418827") == (True, False)
    assert shown("iptal çekim") == (False, True)
    assert shown("yok böyle") == (False, False)


@pytest.mark.django_db
def test_days_are_whole_in_the_zone_that_the_browser_names(peer, world):
    zone = ZoneInfo("America/New_York")
    today = datetime.now(zone).date()
    first = datetime.combine(today - timedelta(days=3), datetime.min.time(), zone)
    last = first + timedelta(days=1, hours=23, minutes=59)
    inside = [make_case(world, at=first), make_case(world, at=last)]
    outside = [
        make_case(world, at=first - timedelta(minutes=1)),
        make_case(world, at=last + timedelta(minutes=2)),
    ]
    customers.prove_identity(customer=inside[0].customer, kind="account", value="1004-7719", by=BY, at=NOON)
    client, _ = entered(peer)
    chosen = {"from": first.date().isoformat(), "until": last.date().isoformat(), "zone": zone.key}
    text = client.get("/nehir/own/", chosen).content.decode()
    assert [each.number in text for each in (*inside, *outside)] == [True, True, False, False]
    assert "America/New_York" in text
    assert "Europe/Istanbul" in client.get("/nehir/own/", {"zone": "../etc/passwd"}).content.decode()


@pytest.mark.django_db
def test_before_the_form_her_own_movements_are_offered_where_a_ledger_knows(peer, settings):
    link = "/nehir/own/?topic=PAY-WD"
    assert link in Client().get("/nehir/new/PAY-WD/").content.decode()
    client, _ = entered(peer)
    assert '<option value="PAY-WD" selected>' in client.get(link).content.decode()
    settings.MUHATAP_LEDGERS = {}
    assert link not in Client().get("/nehir/new/PAY-WD/").content.decode()


@pytest.mark.django_db
def test_a_ledger_that_is_down_keeps_nobody_from_writing(peer, settings):
    settings.MUHATAP_LEDGERS = {"nehir": ("http://127.0.0.1:9/movements", SECRET)}
    client, _ = entered(peer)
    answer = client.get("/nehir/own/")
    assert answer.status_code == 200
    assert "TRX-" not in answer.content.decode()
    assert client.post("/nehir/own/pick/", {"movement": "x", "topic": "PAY-WD"}).status_code == 409


def moves(*moments):
    rows = [
        {"id": str(n), "at": at.isoformat(), "label": "x", "amount": "1.00"} for n, at in enumerate(moments)
    ]
    return json.dumps({"movements": rows}).encode()


def test_both_days_are_whole_in_the_own_zone():
    days = days_between("2026-11-01", "2026-11-02", date(2026, 11, 20), ZONE)
    first = datetime(2026, 11, 1, tzinfo=ZONE)
    last = datetime(2026, 11, 2, 23, 59, 59, 999999, tzinfo=ZONE)
    inside = read_movements(moves(first, last), days)
    assert [each.at for each in inside] == [last, first]
    outside = moves(first - timedelta(microseconds=1), last + timedelta(microseconds=1))
    assert read_movements(outside, days) == []


@given(st.dates(date(2001, 1, 1), date(2100, 1, 1)), st.dates(date(2001, 1, 1), date(2100, 1, 1)))
def test_days_are_never_turned_around_and_never_more_than_a_year(first, last):
    days = days_between(first.isoformat(), last.isoformat(), date(2026, 11, 20), ZONE)
    assert days.first <= days.last
    assert (days.last - days.first).days < 366


@pytest.mark.parametrize(
    "data", [b"", b"[]", b'{"movements": 1}', b'{"movements": [{"id": "1", "at": "x"}]}']
)
def test_what_is_no_list_of_movements_is_refused(data):
    with pytest.raises(BadMovements):
        read_movements(data, days_between("", "", date(2026, 11, 20), ZONE))


@pytest.mark.parametrize(
    "claim", [{"topic": 1}, {"fields": []}, {"fields": {"a": 1}}, {"fields": {"a": "x" * 2000}}]
)
def test_a_link_that_fills_in_nonsense_is_refused(peer_module, claim):
    token = peer_module.link(time.time(), **claim).rsplit("/", 2)[1]
    key = Key("main", "HS256", MATERIAL)
    with pytest.raises(BadToken, match="claims"):
        read_token(token, lambda _name: key, audience=f"{peer_module.DESK}/nehir", now=time.time())


@pytest.fixture
def peer_module():
    spec = spec_from_file_location("ledger_peer", SAMPLE)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    module.KEY_NAME, module.KEY = "main", base64.b64encode(MATERIAL).decode()
    return module
