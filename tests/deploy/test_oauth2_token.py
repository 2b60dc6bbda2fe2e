"""The sample that fetches access tokens: kept while they hold, renewed when refused, shown to nobody else."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from tests.servers.http_peer import Quiet, serving

SCRIPT = Path(__file__).parents[2] / "deploy" / "oauth2-token.py"


class Provider:
    """A token endpoint on loopback that numbers its tokens."""

    def __init__(self):
        self.asked: list[dict[str, str]] = []
        self.answer: dict = {}
        self.code = 200
        self.url = ""
        outer = self

        class Door(Quiet):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                outer.asked.append(dict(parse_qsl(body)))
                given = {"access_token": f"token-{len(outer.asked)}", "expires_in": 3600, **outer.answer}
                self.send_response(outer.code)
                self.end_headers()
                self.wfile.write(json.dumps(given).encode())

        self.door = Door


@pytest.fixture
def provider():
    found = Provider()
    with serving(found.door) as origin:
        found.url = f"{origin}/token"
        yield found


@pytest.fixture
def file(tmp_path, provider):
    def made(**more):
        place = tmp_path / "destek.json"
        place.write_text(
            json.dumps({"token_url": provider.url, "client_id": "us", "client_secret": "gizli", **more})
        )
        place.chmod(0o600)
        return place

    return made


def call(*arguments, **environment):
    return subprocess.run(
        [sys.executable, str(SCRIPT), *map(str, arguments)],
        capture_output=True, text=True, check=False, env={**os.environ, **environment},
    )  # fmt: skip


def test_a_refresh_token_becomes_an_access_token_that_is_kept_while_it_holds(file, provider):
    place = file(refresh_token="r1")
    assert [call(place).stdout for _ in range(2)] == ["token-1\n", "token-1\n"]
    assert provider.asked == [
        {"client_id": "us", "client_secret": "gizli", "grant_type": "refresh_token", "refresh_token": "r1"}
    ]
    assert place.with_suffix(".token").stat().st_mode & 0o077 == 0


def test_a_refused_or_ending_token_is_fetched_anew(file, provider):
    place = file(refresh_token="r1")
    assert call(place).stdout == "token-1\n"
    assert call(place, MUHATAP_TOKEN_REFUSED="1").stdout == "token-2\n"
    provider.answer = {"expires_in": 120}
    assert call(place, MUHATAP_TOKEN_REFUSED="1").stdout == "token-3\n"
    assert call(place).stdout == "token-4\n"


def test_a_renewed_refresh_token_is_kept(file, provider):
    provider.answer = {"refresh_token": "r2"}
    place = file(refresh_token="r1")
    call(place)
    assert json.loads(place.read_text())["refresh_token"] == "r2"
    assert place.stat().st_mode & 0o077 == 0


def test_an_application_signs_in_by_itself(file, provider):
    assert call(file(scope="https://outlook.office365.com/.default")).stdout == "token-1\n"
    assert provider.asked[0]["grant_type"] == "client_credentials"
    assert provider.asked[0]["scope"] == "https://outlook.office365.com/.default"


def test_a_refusal_says_the_providers_words_and_prints_no_token(file, provider):
    provider.code, provider.answer = 400, {"error": "invalid_grant", "error_description": "Token revoked."}
    said = call(file(refresh_token="r1"))
    assert (said.returncode, said.stdout) == (1, "")
    assert "400: invalid_grant Token revoked." in said.stderr


def test_others_may_not_read_the_file_and_no_secret_goes_over_plain_http(file):
    place = file(refresh_token="r1")
    place.chmod(0o644)
    assert "chmod 600" in call(place).stderr
    plain = file(token_url="http://provider.example/token", refresh_token="r1")
    assert "is not https" in call(plain).stderr
    assert "lacks 'scope'" in call(file()).stderr


def test_a_person_signs_in_once(file, provider, tmp_path):
    provider.answer = {"refresh_token": "r7"}
    place = file(scope="https://mail.google.com/", authorize_url="https://provider.example/auth")
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as free:
        port = free.server_port
    process = subprocess.Popen(
        [sys.executable, str(SCRIPT), str(place), "--authorize", "--port", str(port)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    process.stderr.readline()
    address = urlsplit(process.stderr.readline().strip())
    query = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert query["redirect_uri"] == f"http://127.0.0.1:{port}/"
    assert (query["code_challenge_method"], query["access_type"]) == ("S256", "offline")
    _come_back(f"{query['redirect_uri']}?state={query['state']}&code=c1")
    out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert "kept" in out
    assert json.loads(place.read_text())["refresh_token"] == "r7"
    assert provider.asked[0]["code"] == "c1"
    assert provider.asked[0]["code_verifier"]


def _come_back(address):
    for _ in range(100):
        try:
            return urllib.request.urlopen(address).read()
        except OSError:
            time.sleep(0.05)
    raise AssertionError("nobody listens")
