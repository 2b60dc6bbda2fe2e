"""The installation itself: cookies and redirects over TLS, closed files, no debug page, no fetching."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ASK = """
import io, json, os, django
django.setup()
from django.conf import settings
from django.test import Client
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
out = {}
def told(answer):
    flags = ("secure", "httponly", "samesite", "path", "domain")
    return {"status": answer.status_code, "headers": {k.lower(): v for k, v in answer.headers.items()},
            "cookies": {c.key: {flag: c[flag] for flag in flags} for c in answer.cookies.values()}}
host = os.environ["ASKED_HOST"]
secure = os.environ["MUHATAP_ORIGIN"].startswith("https")
plain, tls = Client(headers={"host": host}), Client(headers={"host": host, "x-forwarded-proto": "https"})
client = tls if secure else plain
out["plain"] = told(plain.get("/staff/login/"))
out["page"] = told(client.get("/staff/login/"))
out["language"] = told(client.post("/i18n/setlang/", {"language": "en", "next": "/"}))
out["wrong host"] = told(Client(headers={"host": "evil.example"}).get("/"))
out["missing"] = told(client.get("/nothing/"))
out["missing text"] = client.get("/nothing/").content.decode()
out["debug"] = settings.DEBUG
out["session"] = [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE,
                  settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE,
                  settings.CSRF_COOKIE_SECURE, settings.CSRF_COOKIE_HTTPONLY]
from muhatap.wiring.wsgi import application
api = {}
application({"REQUEST_METHOD": "GET", "PATH_INFO": "/api/v1/topics", "SERVER_NAME": "x", "SERVER_PORT": "80",
             "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(),
              "wsgi.errors": None, "REMOTE_ADDR": "127.0.0.1"},
            lambda status, headers, *_: api.update(status=status[:3], headers=dict(headers)))
out["api"] = api
print(json.dumps(out))
"""


def asked(data: Path, origin: str) -> dict:
    env = {name: value for name, value in os.environ.items() if not name.startswith("MUHATAP_")}
    env |= {
        "MUHATAP_DATA": str(data),
        "MUHATAP_ORIGIN": origin,
        "DJANGO_SETTINGS_MODULE": "muhatap.wiring.settings",
        "ASKED_HOST": origin.partition("://")[2],
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=env, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def behind_tls(tmp_path_factory) -> tuple[Path, dict]:
    """An installation in a folder that was open to everybody, reached by TLS."""
    folder = tmp_path_factory.mktemp("tls")
    folder.chmod(0o755)
    return folder, asked(folder, "https://desk.example")


def test_over_tls_nothing_goes_in_the_open(behind_tls):
    told = behind_tls[1]
    assert told["plain"]["status"] == 301
    assert told["plain"]["headers"]["location"] == "https://desk.example/staff/login/"
    assert (
        int(told["page"]["headers"]["strict-transport-security"].partition("=")[2].split(";")[0])
        >= 31_536_000
    )
    assert told["api"]["status"] == "403"
    name, *flags = told["session"]
    assert name.startswith("__Host-")
    assert flags == [True, True, "Lax", True, True]


@pytest.mark.parametrize("answer", ["page", "language"])
def test_every_cookie_is_closed(behind_tls, answer):
    cookies = behind_tls[1][answer]["cookies"]
    assert cookies
    for name, said in cookies.items():
        assert said["secure"], name
        assert said["httponly"], name
        assert said["samesite"] in {"Lax", "Strict"}, name
        assert not said["domain"], name


def test_other_hosts_and_missing_pages_tell_nothing(behind_tls):
    told = behind_tls[1]
    assert told["wrong host"]["status"] == 400
    assert told["debug"] is False
    assert told["missing"]["status"] == 404
    for word in ("urlpatterns", "DEBUG", "Traceback", "muhatap.wiring"):
        assert word not in told["missing text"]


def test_without_tls_the_desk_still_opens(tmp_path):
    told = asked(tmp_path, "http://desk.example")
    assert told["page"]["status"] == 200
    assert "strict-transport-security" not in told["page"]["headers"]
    assert told["session"][2:4] == [True, "Lax"]


def test_nobody_else_reads_the_data_folder(behind_tls):
    folder = behind_tls[0]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "keyring.json").stat().st_mode) == 0o600
    assert (folder / "muhatap.sqlite3").exists()


def test_nothing_in_the_product_fetches_an_address_that_others_choose():
    found = []
    for place in Path("muhatap").rglob("*.py"):
        text = place.read_text()
        found += [
            f"{place}: {word}"
            for word in (
                "urllib.request",
                "\nimport requests",
                "\nfrom requests",
                "\nimport httpx",
                "aiohttp",
                "urlopen(",
                "pickle.load",
                "yaml.load(",
            )
            if word in text
        ]
    # The check that a desk of ours answers asks its own loopback address.
    assert [each for each in found if "wiring" not in each] == []


def test_no_query_is_pieced_together_from_what_was_sent():
    told = [
        f"{place}:{number}"
        for place in Path("muhatap").rglob("*.py")
        for number, line in enumerate(place.read_text().splitlines(), 1)
        if (".raw(" in line or ".extra(" in line or "RawSQL(" in line) and "migrations" not in str(place)
    ]
    # Its text is made of that module's constants and placeholders; what was typed goes in as parameters.
    assert {place.partition(":")[0] for place in told} <= {"muhatap/cases/conditions/written.py"}
