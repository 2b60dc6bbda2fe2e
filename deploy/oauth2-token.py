#!/usr/bin/env python3
"""Prints a fresh access token for a mailbox, as the password command of `muhatap mail mailbox` and of SMTP.

oauth2-token.py FILE                 print a token; one that still holds is used again
oauth2-token.py FILE --authorize     sign in once in a browser and keep the refresh token in FILE

FILE is JSON, readable by its owner only (mode 0600):
  token_url, client_id, client_secret, scope     what the provider gave to your application
  authorize_url                                  for --authorize only
  refresh_token                                  kept by --authorize; without one the application signs in

Needs nothing but Python 3.10 or newer.
"""

import argparse
import base64
import hashlib
import json
import os
import secrets
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

# Renewed this many seconds before it ends, so that no connection begins with a dying one.
MARGIN = 300
LOOPBACK = ("127.0.0.1", "localhost")


class Refused(Exception):
    """The provider or the file does not allow it; the message says what to do."""


def main(arguments: list[str]) -> int:
    """Print a token, or sign in; 1 with words on standard error when it is refused."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--authorize", action="store_true", help="sign in once in a browser")
    parser.add_argument("--port", type=int, default=8765, help="--authorize: where the browser comes back")
    options = parser.parse_args(arguments)
    try:
        settings = read(options.file)
        if options.authorize:
            authorize(options.file, settings, options.port)
            sys.stdout.write("Signed in; the refresh token is kept.\n")
        else:
            sys.stdout.write(token(options.file, settings) + "\n")
    except Refused as refusal:
        sys.stderr.write(f"oauth2-token: {refusal}\n")
        return 1
    except KeyError as missing:
        sys.stderr.write(f"oauth2-token: {options.file} lacks {missing}\n")
        return 1
    return 0


def read(file: Path) -> dict[str, str]:
    """The settings; refuses a file that others may read."""
    try:
        if file.stat().st_mode & 0o077:
            raise Refused(f"others may read {file}: chmod 600 {file}")
        return json.loads(file.read_text())
    except (OSError, ValueError) as error:
        raise Refused(f"{file}: {error}") from error


def token(file: Path, settings: dict[str, str]) -> str:
    """A token that holds for some minutes yet."""
    cache = file.with_suffix(".token")
    try:
        kept = json.loads(cache.read_text())
    except (OSError, ValueError):
        kept = {}
    # The desk says when the server has just refused the token that it was given.
    is_refused = os.environ.get("MUHATAP_TOKEN_REFUSED", "") not in ("", "0")
    if kept.get("until", 0) > time.time() + MARGIN and not is_refused:
        return kept["token"]
    answer = ask(settings["token_url"], asked_by(settings))
    if answer.get("refresh_token", settings.get("refresh_token")) != settings.get("refresh_token"):
        write(file, settings | {"refresh_token": answer["refresh_token"]})
    write(cache, {"token": answer["access_token"], "until": time.time() + int(answer.get("expires_in", 0))})
    return answer["access_token"]


def asked_by(settings: dict[str, str]) -> dict[str, str]:
    """What is asked: renewal of a person's consent, or the application's own sign-in."""
    asked = {"client_id": settings["client_id"], "client_secret": settings.get("client_secret", "")}
    if settings.get("refresh_token"):
        return asked | {"grant_type": "refresh_token", "refresh_token": settings["refresh_token"]}
    return asked | {"grant_type": "client_credentials", "scope": settings["scope"]}


def ask(url: str, asked: dict[str, str]) -> dict[str, str]:
    """The provider's answer."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise Refused(f"{url} is not https")
    body = urllib.parse.urlencode({name: value for name, value in asked.items() if value}).encode()
    try:
        with urllib.request.urlopen(url, body, timeout=20) as answer:  # noqa: S310 (https only, see above)
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise Refused(f"{parts.hostname} says {error.code}: {_words(error.read())}") from error
    except (OSError, ValueError) as error:
        raise Refused(f"{parts.hostname} does not answer: {error}") from error


def authorize(file: Path, settings: dict[str, str], port: int) -> None:
    """Send a person to the provider and keep what comes back (RFC 8252, with PKCE)."""
    back, state, verifier = f"http://127.0.0.1:{port}/", secrets.token_urlsafe(16), secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    query = {
        "client_id": settings["client_id"], "redirect_uri": back, "response_type": "code",
        "scope": settings["scope"], "state": state, "access_type": "offline", "prompt": "consent",
        "code_challenge": challenge, "code_challenge_method": "S256",
    }  # fmt: skip
    sys.stderr.write(
        f"Open this on this machine, or through ssh -L {port}:127.0.0.1:{port}, and sign in as the mailbox:\n"
        f"{settings['authorize_url']}?{urllib.parse.urlencode(query)}\n"
    )
    sys.stderr.flush()
    came = _come_back(port)
    if came.get("state") != state or "code" not in came:
        raise Refused(f"the sign-in was not granted: {came.get('error', 'no answer')}")
    asked = {"grant_type": "authorization_code", "code": came["code"], "redirect_uri": back,
             "code_verifier": verifier, "client_id": settings["client_id"],
             "client_secret": settings.get("client_secret", "")}  # fmt: skip
    answer = ask(settings["token_url"], asked)
    if "refresh_token" not in answer:
        raise Refused("the provider gave no refresh token: allow offline access for the application")
    write(file, settings | {"refresh_token": answer["refresh_token"]})


def write(file: Path, content: dict) -> None:
    """Replace a file at once, for its owner only."""
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    part.touch(mode=0o600)
    part.write_text(json.dumps(content, indent=1) + "\n")
    part.replace(file)


def _come_back(port: int) -> dict[str, str]:
    came: dict[str, str] = {}

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            came.update(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.end_headers()
            self.wfile.write(b"Tamam. You may close this page.\n")

        def log_message(self, *_: object) -> None:
            """The address carries the code: not into any log."""

    with HTTPServer(("127.0.0.1", port), Door) as door:
        while not {"code", "error"} & came.keys():
            door.handle_request()
    return came


def _words(body: bytes) -> str:
    try:
        said = json.loads(body)
        return f"{said.get('error', '')} {said.get('error_description', '')}".strip().splitlines()[0]
    except (ValueError, IndexError, AttributeError):
        return body[:200].decode("utf-8", "replace")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
