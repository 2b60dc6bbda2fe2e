"""A sample of the operator's side of the ledger: one file, no packages, made to be read and replaced.

    export LEDGER_SECRET=whsec_… APP_KEY=main:BASE64 DESK=http://127.0.0.1:8000 BRAND=nehir
    python3 ledger-peer.py 8098

It answers the desk's signed question for the movements of one account (POST /movements), and shows an
account page (GET /) whose links open the desk's pages as this customer: her movements and cases, or,
from an order, the form filled in. The desk is told of it by
MUHATAP_LEDGERS="nehir=http://127.0.0.1:8098/movements,whsec_…"; the key is made there with `muhatap
app`. Whoever opens the page here has signed in with you: this sample does not ask.
"""

import base64
import hashlib
import hmac
import html
import json
import os
import secrets
import sys
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = os.environ.get("LEDGER_SECRET", "")
KEY_NAME, _, KEY = os.environ.get("APP_KEY", "").partition(":")
DESK, BRAND = os.environ.get("DESK", "http://127.0.0.1:8000"), os.environ.get("BRAND", "nehir")
TOPIC = os.environ.get("TOPIC", "PAY-WD")
FIVE_MINUTES = 300
ACCOUNT = {"sub": "1004-7719", "name": "Elif Karaca", "email": "elif@posta.example"}


def movements_of(account_no, now):
    """The movements of an account; a real ledger reads them from where they lie."""
    if account_no != ACCOUNT["sub"]:
        return []
    done, waits = {"tr": "tamamlandı", "en": "done"}, {"tr": "bekliyor", "en": "pending"}
    rows = [
        (0.1, "TRX-90418827", {"tr": "Para çekme", "en": "Withdrawal"}, "-2000.00", waits),
        (3, "TRX-90417733", {"tr": "Para yatırma", "en": "Deposit"}, "500.00", done),
        (40, "TRX-90390001", {"tr": "Ücret", "en": "Fee"}, "-12.50", done),
    ]
    return [
        {"id": number, "at": (now - timedelta(days=days)).isoformat(), "label": label, "amount": amount,
         "currency": "TRY", "standing": standing}
        for days, number, label, amount, standing in rows
    ]  # fmt: skip


def answer_to(asked, now):
    """The movements that lie in the asked time: from the first moment, until before the last."""
    begins, ends = datetime.fromisoformat(asked["from"]), datetime.fromisoformat(asked["until"])
    rows = movements_of(asked["account_no"], now)
    return {"movements": [row for row in rows if begins <= datetime.fromisoformat(row["at"]) < ends]}


def is_signed(headers, body, secret, now):
    """Whether the request carries a fresh signature: HMAC-SHA256 over `id.timestamp.body`, base64."""
    call_id, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not call_id or not stamp.isdecimal() or abs(now - int(stamp)) > FIVE_MINUTES:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{call_id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    wanted = f"v1,{base64.b64encode(digest).decode()}"
    given = headers.get("webhook-signature", "").split()
    return any(hmac.compare_digest(wanted.encode(), each.encode()) for each in given)


def link(now, **more):
    """A link that opens the desk as this customer, once and for five minutes: a JSON web token in HS256."""
    claims = {**ACCOUNT, "aud": f"{DESK}/{BRAND}", "iat": int(now), "exp": int(now) + 300}
    claims |= {"jti": secrets.token_hex(16), **more}
    head, body = _part({"alg": "HS256", "typ": "JWT", "kid": KEY_NAME}), _part(claims)
    signature = hmac.digest(base64.b64decode(KEY), f"{head}.{body}".encode(), "sha256")
    token = f"{head}.{body}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"
    return f"{DESK}/{BRAND}/own/enter/{token}/"


def account_page(now):
    """The customer's page at the operator: her movements, each with a link to its form."""
    lines = []
    for row in movements_of(ACCOUNT["sub"], datetime.fromtimestamp(now, UTC)):
        fields = {"transaction_id": row["id"], "amount": row["amount"].lstrip("-")}
        there = link(now, topic=TOPIC, fields=fields)
        lines.append(
            f'<li>{row["id"]} {html.escape(row["label"]["tr"])} <a href="{there}">Sorun bildir</a></li>'
        )
    rows = "".join(lines)
    return f'<!doctype html><title>Hesabım</title><ul>{rows}</ul><a href="{link(now)}">Hareketlerim</a>'


def _part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


class Peer(BaseHTTPRequestHandler):
    """Answers POST /movements to the desk and GET / to the customer."""

    def do_POST(self):
        """Check the signature first, then answer."""
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), 65536))
        if self.path != "/movements" or not is_signed(self.headers, body, SECRET, time.time()):
            self.send_error(401)
            return
        answer = answer_to(json.loads(body), datetime.now(UTC))
        self._send("application/json", json.dumps(answer, ensure_ascii=False))

    def do_GET(self):
        """Show the account with fresh links."""
        if self.path != "/":
            self.send_error(404)
            return
        self._send("text/html; charset=utf-8", account_page(time.time()))

    def _send(self, kind, text):
        data = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        """Write nothing: the questions name people."""


if __name__ == "__main__":
    if not SECRET or not KEY:
        sys.exit("LEDGER_SECRET and APP_KEY are missing: whsec_BASE64 and name:BASE64, 32 random bytes each.")
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Peer).serve_forever()
