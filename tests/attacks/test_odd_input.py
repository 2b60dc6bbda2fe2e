"""Values that no form sends: odd digits, huge numbers, zero bytes, lists, cursors. None ends in a 500."""

import pytest
from django.test import Client
from django.utils import timezone

from muhatap.cases.models import Message
from tests.attacks.test_forged_requests import addresses
from tests.portal.conftest import begin
from tests.world import make_case

pytestmark = pytest.mark.django_db
ODD = (
    "²",
    "٣",
    "9" * 19,
    "9" * 5000,
    "-1",
    "0",
    "1e3",
    "NaN",
    "\0",
    "\ud800",
    "' OR 1=1 --",
    "1;DROP TABLE cases_case",
    "%",
    "_",
    "\\",
    "{}",
    "[]",
    "null",
    "\u202e",
    "A" * 100_000,
    '"',
    "*",
    "NEAR(",
    "AND OR NOT",
    "^",
    "a:b",
    "-",
    "()",
)
# Hundreds of forms take all of them with --full; these are of different kinds.
TELLING = {"²", "9" * 5000, "NaN", "\0", "\ud800", "' OR 1=1 --", "A" * 100_000}
ODD_FORMS = [odd if odd in TELLING else pytest.param(odd, marks=pytest.mark.slow) for odd in ODD]


# Forms whose values have two halves, as in "staff:7".
OF_TWO_HALVES = ("/chat/pass-on/", "/hand-over/", "/status/")


@pytest.fixture
def calm(sign_in):
    desk = sign_in("pelin")
    desk.raise_request_exception = True
    return desk


@pytest.mark.parametrize("odd", ODD)
def test_addresses_of_the_desk(shop, calm, odd):
    case = make_case(shop, at=timezone.now())
    asked = (
        "view",
        "queue",
        "channel",
        "after",
        "chosen",
        "part",
        "q",
        "since",
        "page",
        "brand",
        "status",
        "number",
    )
    for path in (
        "/desk/",
        f"/desk/cases/{case.number}/",
        "/desk/search/",
        "/desk/changes/",
        "/desk/notices/",
        "/desk/outbox/",
        "/desk/outbox/links/",
        "/desk/new/",
        "/desk/audit/",
    ):
        answer = calm.get(path, dict.fromkeys(asked, odd.encode("utf-8", "replace").decode()))
        assert answer.status_code < 500, path


@pytest.mark.parametrize(
    "after",
    [
        "2026-01-01T00:00:00+00:00_1",
        "0001-01-01T00:00:00+14:00_1",
        "9999-12-31T23:59:59-14:00_1",
        "2026-01-01_1",
        "_",
        "x_y",
        "2026-01-01T00:00Z_" + "9" * 30,
    ],
)
@pytest.mark.parametrize("view", ["open", "resolved"])
def test_cursors(shop, calm, after, view):
    make_case(shop, at=timezone.now())
    assert calm.get("/desk/", {"view": view, "after": after}).status_code < 500


@pytest.mark.parametrize("odd", ODD_FORMS)
def test_forms_of_the_desk(shop, calm, odd):
    case = make_case(shop, at=timezone.now())
    message = Message.objects.get(case=case)
    odd = odd.encode("utf-8", "replace").decode()
    named = (
        "text",
        "words",
        "to",
        "status",
        "priority",
        "topic",
        "queue",
        "next_step",
        "next_update_at",
        "reason",
        "seen",
        "then",
        "author",
        "note",
        "name",
        "email",
        "phone",
        "subject",
        "brand",
        "language",
        "zone",
        "case",
    )
    form = dict.fromkeys(named, odd)
    halves = [{"to": f"staff:{odd}"}, {"to": f"queue:{odd}"}, {"status": f"closed:{odd}"}]
    for path in addresses():
        if not path.startswith("/desk/"):
            continue
        real = path.replace("26-00000-00000", case.number).replace("/messages/1/", f"/messages/{message.id}/")
        for sent in (form, *halves) if real.endswith(OF_TWO_HALVES) else (form,):
            assert calm.post(real, sent).status_code < 500, (real, sent)


@pytest.mark.parametrize("odd", ODD)
def test_forms_of_the_portal(own_case, visitor, odd):
    odd = odd.encode("utf-8", "replace").decode()
    place, case = begin(visitor), f"/nehir/cases/{own_case.number}/"
    named = (
        "what",
        "wanted",
        "contact_name",
        "contact_email",
        "contact_phone",
        "transaction_id",
        "amount",
        "amount-currency",
        "requested_at-date",
        "requested_at-time",
        "payout_iban",
        "payments-rows",
        "payments-0-payee",
        "payments-0-paid_on",
        "score",
        "comment",
        "words",
        "text",
        "token",
        "email",
        "number",
        "secret",
        "form",
        "helped",
        "stamp",
        "website",
        "person",
        "language",
        "next",
        "lang",
    )
    filled = dict.fromkeys(named, odd)
    actions = (
        "continue",
        "save",
        "add-row:payments",
        f"drop-row:payments:{odd}",
        f"drop-file:{odd}",
        f"add-row:{odd}",
        odd,
    )
    for action in actions:
        assert visitor.post(place, {**filled, "action": action}).status_code < 500, action
    for path in (
        f"{place}review/",
        f"{place}save/",
        "/nehir/track/",
        "/nehir/track/link/",
        "/nehir/new/PAY-WD/",
        "/i18n/setlang/",
        f"{case}reply/",
        f"{case}survey/",
        f"{case}not-satisfied/",
        "/staff/login/",
    ):
        assert visitor.post(path, filled).status_code < 500, path
    for path in ("/nehir/", "/nehir/track/", "/nehir/new/PAY-WD/", case):
        assert visitor.get(path, filled).status_code < 500, path


def test_the_survey_takes_no_odd_digits(own_case, visitor):
    place = f"/nehir/cases/{own_case.number}/"
    visitor.post(f"{place}solved/")
    for score in ("²", "٣", "9" * 5000, "10", "-1", "0", "1.5"):
        answer = visitor.post(f"{place}survey/", {"score": score})
        assert answer.status_code in {303, 422}, score


@pytest.mark.parametrize(
    "path",
    [
        "/nehir/cases/%00/",
        "/nehir/new/%FF/",
        "/nehir/form/" + "9" * 40 + "/",
        "/files/%00/",
        "/nehir/track/link/" + "a" * 9000 + "/",
        "/desk/cases/%EF%BF%BE/",
        "//nehir//",
        "/nehir/../desk/",
        "/api/v1/cases/%00",
        "/nehir/form/resume/%0d%0ax/",
        "/desk/cases/x%0d%0ay/",
        "/" + "a/" * 2000,
    ],
)
def test_odd_paths(shop, calm, path):
    for client in (Client(), calm):
        assert client.get(path).status_code < 500


@pytest.mark.parametrize(
    "name", ["muhatap_case", "muhatap_form", "muhatap_language", "muhatap", "csrftoken", "messages"]
)
@pytest.mark.parametrize("value", ["", "x", "a:b:c", ".eJw:x:y", "\x7f", "9" * 4000, "\xe9", "../../x", "()"])
def test_odd_cookies(own_case, name, value):
    client = Client()
    client.cookies[name] = value
    for path in (
        "/nehir/",
        "/nehir/track/",
        f"/nehir/cases/{own_case.number}/",
        "/nehir/form/1/",
        "/desk/",
        "/staff/login/",
    ):
        assert client.get(path).status_code < 500, path


@pytest.mark.parametrize(
    "header",
    [
        "Accept-Language",
        "User-Agent",
        "Referer",
        "Accept",
        "HX-Request",
        "HX-Current-URL",
        "HX-Current-URL-URI-AutoEncoded",
        "X-Forwarded-Proto",
        "If-None-Match",
        "Range",
        "Cookie",
    ],
)
@pytest.mark.parametrize(
    "value", ["\x00", "é" * 3000, "x" * 9000, "'\"<>", "%ff%00", "http://[::1", "bytes=-1-"]
)
def test_odd_headers(shop, header, value):
    assert Client(headers={header: value}).get("/nehir/").status_code < 500
