"""A sample of the operator's side of the account card: one file, no packages, made to be read and replaced.

    ACCOUNT_CARD_SECRET=whsec_… python3 account-card-peer.py 8099

The desk is told of it by MUHATAP_ACCOUNT_CARDS="nehir=http://127.0.0.1:8099/account,whsec_…" (https, unless
both run on one machine). It answers only what is signed by the shared secret and younger than five minutes.
"""

import base64
import hashlib
import hmac
import json
import os
import sys
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = os.environ.get("ACCOUNT_CARD_SECRET", "")
FIVE_MINUTES = 300
ACCOUNTS = {
    "1004-7719": {
        "email": "elif@posta.example",
        "lines": [
            {"label": {"tr": "Bakiye", "en": "Balance"}, "value": "1.250,00 TL"},
            {"label": {"tr": "Hesap durumu", "en": "Standing"}, "value": "Açık"},
            {"label": {"tr": "Son giriş", "en": "Last sign-in"}, "value": "21.11.2026 22:14"},
        ],
        "verification": {
            "state": "missing",
            "missing": [{"tr": "Kimliğin arka yüzü", "en": "Back of the identity card"}],
        },
        "transactions": {"TRX-90418827": "2.000,00 TL · bekliyor"},
    }
}


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


def card_of(asked):
    """What is told of the account; `matches` only where what was proved belongs to what was named."""
    number, proved = asked["named"]["account_no"], asked["proved"]
    account = ACCOUNTS.get(number)
    # Staff who made sure by telephone or document vouch for her; a mail only for its own address.
    matches = account is not None and (proved["how"] != "mail" or proved["email"] == account["email"])
    answer = {"matches": matches, "source": "Hesap sistemi", "as_of": datetime.now(UTC).isoformat()}
    if not matches:
        return answer
    lines = list(account["lines"])
    transaction = asked["named"]["transaction_no"]
    if transaction in account["transactions"]:
        lines.append(
            {"label": {"tr": "İşlem", "en": "Transaction"}, "value": account["transactions"][transaction]}
        )
    return {**answer, "account_no": number, "lines": lines, "verification": account["verification"]}


class Peer(BaseHTTPRequestHandler):
    """Answers POST /account."""

    def do_POST(self):
        """Check the signature first, then answer."""
        length = min(int(self.headers.get("Content-Length") or 0), 65536)
        body = self.rfile.read(length)
        if self.path != "/account" or not is_signed(self.headers, body, SECRET, time.time()):
            self.send_error(401)
            return
        answer = json.dumps(card_of(json.loads(body)), ensure_ascii=False).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        """Write nothing: the questions name people."""


if __name__ == "__main__":
    if not SECRET:
        sys.exit("ACCOUNT_CARD_SECRET is missing: whsec_ and base64 of at least 24 random bytes.")
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Peer).serve_forever()
