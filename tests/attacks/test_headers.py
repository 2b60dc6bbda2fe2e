"""What every answer carries: a strict policy, no framing, no sniffing, nothing private in a cache."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import unquote

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from muhatap.files import operations as files
from muhatap.files.links import CUSTOMER, STAFF, signed_url
from muhatap.kernel.actors import Actor
from tests.attacks.conftest import come_in

pytestmark = pytest.mark.django_db
OPEN_PAGES = (
    "/",
    "/nehir/",
    "/nehir/contact/",
    "/nehir/privacy/",
    "/nehir/new/PAY-WD/",
    "/nehir/track/",
    "/staff/login/",
    "/nothing-here/",
    "/nehir/form/1/",
    "/nehir/form/resume/x/",
    "/nehir/track/link/x/",
    "/files/broken/",
    "/staff/signup/",
    "/ui/components/",
    "/desk/",
)
DESK_PAGES = (
    "/desk/",
    "/desk/audit/",
    "/desk/outbox/links/",
    "/desk/cases/26-00000-00000/",
    "/staff/factor/",
)


def policy_of(answer) -> dict[str, str]:
    parts = answer.headers["Content-Security-Policy"].split(";")
    return {part.split()[0]: " ".join(part.split()[1:]) for part in parts if part.strip()}


def assert_strict(answer, path: str) -> None:
    policy = policy_of(answer)
    assert "unsafe" not in answer.headers["Content-Security-Policy"], path
    assert policy["default-src"] == "'none'", path
    assert policy["frame-ancestors"] == "'none'", path
    assert "*" not in answer.headers["Content-Security-Policy"], path
    assert answer.headers["X-Content-Type-Options"] == "nosniff", path


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_pages_for_everybody(shop, visitor, path):
    answer = visitor.get(path)
    assert_strict(answer, path)
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}


def test_pages_of_the_desk_and_their_caches(own_case, sign_in):
    desk = sign_in("pelin")
    for path in (*DESK_PAGES, f"/desk/cases/{own_case.number}/", f"/desk/cases/{own_case.number}/proof/"):
        answer = desk.get(path)
        assert_strict(answer, path)
        if answer.status_code == 200:
            assert "no-store" in answer.headers.get("Cache-Control", ""), path


def test_pages_of_a_case_are_kept_by_nobody(own_case, visitor):
    place = f"/nehir/cases/{own_case.number}/"
    for path in (place, f"{place}not-satisfied/", f"{place}secret/", "/nehir/track/"):
        answer = visitor.get(path)
        assert "no-store" in answer.headers["Cache-Control"], path
        assert_strict(answer, path)


@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "options", "head", "trace"])
def test_every_method_and_error(shop, client, method):
    for path in ("/nehir/", "/nehir/track/link/", "/staff/login/", "/nowhere/"):
        assert_strict(getattr(client, method)(path), path)


def test_a_failing_page_is_strict_and_says_nothing(shop, monkeypatch):
    def broken(*_args, **_named):
        raise RuntimeError("geheim-4539578763621486")

    monkeypatch.setattr("muhatap.portal.faces.topic_faces", broken)
    answer = Client(raise_request_exception=False).get("/nehir/")
    assert answer.status_code == 500
    assert_strict(answer, "500")
    assert b"geheim" not in answer.content
    assert b"Traceback" not in answer.content


@override_settings(ALLOWED_HOSTS=["desk.example"])
@pytest.mark.parametrize("redirects", [False, True])
def test_a_foreign_host_name_is_refused_as_strictly(shop, redirects):
    with override_settings(SECURE_SSL_REDIRECT=redirects):
        for host in ("evil.example", "desk.example:80@evil.example", "desk.example/evil", "a\tb"):
            answer = Client(headers={"host": host}).get("/staff/login/")
            assert answer.status_code == 400, host
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert b"evil.example" not in answer.content


def test_a_forged_form_is_refused_as_strictly(shop):
    answer = Client(enforce_csrf_checks=True).post("/nehir/track/", {"number": "1"})
    assert answer.status_code == 403
    assert_strict(answer, "csrf")


@pytest.mark.parametrize("for_whom", [CUSTOMER, STAFF])
def test_files_run_nothing(own_case, sign_in, for_whom):
    at, by = timezone.now(), Actor.system("test")
    stored = files.store_file(brand_id=own_case.brand_id, name="a.html", data=b"<html><script>", by=by, at=at)
    answer = sign_in("pelin").get(signed_url(stored, "a.html", for_whom, at))
    assert_strict(answer, "file")
    assert "sandbox" in policy_of(answer)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]


def test_calls_of_programs(program):
    for path in ("/api/v1/topics", "/api/v1/openapi.json", "/api/nothing", "/api/v1/cases/1"):
        answer = program("GET", path)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"], path
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer.headers["Cache-Control"]
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_static_files_and_their_errors(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "x.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
    from muhatap.wiring.asgi import build

    app = build()
    for path, status in (
        ("/static/x.svg", 200),
        ("/static/none.js", 404),
        ("/static/../keyring.json", 404),
        ("/static/%2e%2e/keyring.json", 404),
        ("/static/..%2f..%2fetc%2fpasswd", 404),
    ):
        with ThreadPoolExecutor(1) as aside:
            got, headers = aside.submit(asyncio.run, asked(app, path)).result()
        assert got == status, path
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff", path


async def asked(app, path: str) -> tuple[int, dict[str, str]]:
    """The status and headers with which an ASGI application answers."""
    told = []

    async def receive():
        await asyncio.sleep(5 if told else 0)
        return {"type": "http.disconnect"} if told else {"type": "http.request", "body": b""}

    async def send(message):
        told.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": unquote(path),
        "raw_path": path.encode(),
        "headers": [],
        "query_string": b"",
        "http_version": "1.1",
        "scheme": "http",
        "root_path": "",
        "asgi": {"version": "3.0"},
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    await app(scope, receive, send)
    return told[0]["status"], {name.decode(): value.decode() for name, value in told[0]["headers"]}


def test_the_policy_allows_no_inline_and_no_strangers(settings):
    said = " ".join(" ".join(map(str, value)) for value in settings.SECURE_CSP.values())
    assert not re.search(r"unsafe|https?:|\*|nonce", said)
    assert {
        "default-src",
        "script-src",
        "base-uri",
        "form-action",
        "frame-ancestors",
    } <= settings.SECURE_CSP.keys()


def test_a_page_with_a_case_offers_nothing_to_other_sites(own_case, visitor):
    answer = come_in(visitor, own_case).get(f"/nehir/cases/{own_case.number}/")
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
