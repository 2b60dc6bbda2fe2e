"""`muhatap token`: keys by which programs call the API of one brand."""

import argparse
import json
import sys
from datetime import UTC, datetime, timedelta

from muhatap.kernel.purposes import Purpose
from muhatap.wiring.commands.purposes import PURPOSES, told_purpose
from muhatap.wiring.console import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verbs and options."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    create = verbs.add_parser("create", help="make a token and print it, this once")
    create.add_argument("--name", required=True, help="what it is for")
    create.add_argument(
        "--scope",
        action="append",
        required=True,
        help="cases:read, cases:write, cases:handle, tasks:read, tasks:answer, events:read, topics:read",
    )
    create.add_argument("--days", type=int, metavar="N", help="it ends after so many days; else when revoked")
    create.add_argument(
        "--purpose",
        default=Purpose.THE_MATTER,
        metavar="CODE",
        help=f"what the program uses data for: {PURPOSES}; default {Purpose.THE_MATTER}",
    )
    create.add_argument("--brand", metavar="CODE", help="needed where there are several brands")
    verbs.add_parser("list", help="show all tokens, never their text")
    revoke = verbs.add_parser("revoke", help="take a token away; refused everywhere within 30 seconds")
    revoke.add_argument("id", metavar="ID", type=int)
    for verb in verbs.choices.values():
        verb.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Run one verb; 1 when the brand, scope or token is not known."""
    start_django()
    return {"create": _create, "list": _list, "revoke": _revoke}[options.verb](options)


def _create(options: argparse.Namespace) -> int:
    from muhatap.accounts import operations as accounts
    from muhatap.accounts.queries import brand_named
    from muhatap.accounts.tokens import SCOPES, TokenLimits
    from muhatap.kernel.actors import Actor

    brand = brand_named(options.brand)
    if brand is None:
        return _wrong("Name the brand with --brand CODE; `muhatap charter apply` makes brands.")
    now = datetime.now(UTC)
    if not told_purpose([brand], "key", options.purpose, now):
        return 1
    try:
        token, clear = accounts.create_token(
            brand=brand,
            name=options.name,
            scopes=options.scope,
            by=Actor.system("console"),
            at=now,
            limits=TokenLimits(
                expires_at=now + timedelta(days=options.days) if options.days else None,
                purpose=options.purpose,
            ),
        )
    except accounts.OffPurpose:
        return _wrong("Who writes or works on cases does so for the_matter; leave --purpose out.")
    except accounts.UnknownScope as unknown:
        return _wrong(f"Unknown scope: {unknown}. Known are {', '.join(SCOPES)}.")
    if options.json:
        print(json.dumps({"id": str(token.id), "token": clear, "brand": brand.code, "scopes": token.scopes}))
    else:
        print(clear)
    return 0


def _list(options: argparse.Namespace) -> int:
    from muhatap.accounts.queries import tokens_of

    rows = [
        {
            "id": str(token.id),
            "name": token.name,
            "brand": token.brand.code,
            "scopes": token.scopes,
            "purpose": token.purpose,
            "created_at": token.created_at.isoformat(),
            "expires_at": token.expires_at.isoformat() if token.expires_at else None,
            "last_used_at": token.last_used_at.isoformat() if token.last_used_at else None,
            "revoked_at": token.revoked_at.isoformat() if token.revoked_at else None,
        }
        for token in tokens_of(None)
    ]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    for row in rows:
        until = f" until {row['expires_at']}" if row["expires_at"] else ""
        used = f", last used {row['last_used_at']}" if row["last_used_at"] else ", never used"
        state = "revoked" if row["revoked_at"] else f"in use{until}{used}"
        print(f"{row['id']} {row['brand']:10} {row['name']:24} {' '.join(row['scopes']):32} {state}")
    return 0


def _revoke(options: argparse.Namespace) -> int:
    from muhatap.accounts import operations as accounts
    from muhatap.accounts.queries import tokens_of
    from muhatap.kernel.actors import Actor

    token = next((token for token in tokens_of(None) if token.id == options.id), None)
    if token is None:
        return _wrong("There is no such token; `muhatap token list` shows the ids.")
    accounts.revoke_token(token=token, by=Actor.system("console"), at=datetime.now(UTC))
    print(json.dumps({"revoked": str(token.id)}) if options.json else "Revoked.")
    return 0


def _wrong(words: str) -> int:
    print(words, file=sys.stderr)
    return 1
