"""`muhatap app`: keys with which the operator's server signs who the users of its app are."""

import argparse
import base64
import secrets
import sys
from datetime import UTC, datetime

from muhatap.wiring.console import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verbs and options."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    keep = verbs.add_parser("keep", help="keep a key; without --public one is made and printed, this once")
    keep.add_argument("--public", metavar="BASE64", help="the 32 bytes of an Ed25519 public key (EdDSA)")
    verbs.add_parser("list", help="show all keys, never their text")
    retire = verbs.add_parser("retire", help="take no token of a key any more")
    for verb in (keep, retire):
        verb.add_argument("--name", required=True, help="the `kid` of its tokens")
    for verb in verbs.choices.values():
        verb.add_argument("--brand", metavar="CODE", help="needed where there are several brands")


def run(options: argparse.Namespace) -> int:
    """Run one verb; 1 when brand or key is not known or no good."""
    start_django()
    from muhatap.accounts.queries import brand_named

    brand = brand_named(options.brand)
    if brand is None:
        return _wrong("Name the brand with --brand CODE; `muhatap charter apply` makes brands.")
    return {"keep": _keep, "list": _list, "retire": _retire}[options.verb](brand, options)


def _keep(brand, options: argparse.Namespace) -> int:
    from muhatap.channels.operations.app_keys import KnownKey, WeakKey, keep_app_key
    from muhatap.kernel.actors import Actor

    try:
        given = base64.b64decode(options.public, validate=True) if options.public else None
    except ValueError:
        return _wrong("--public is no base64.")
    material = given or secrets.token_bytes(48)
    algorithm = "EdDSA" if given else "HS256"
    try:
        keep_app_key(
            brand=brand,
            name=options.name,
            algorithm=algorithm,
            material=material,
            by=Actor.system("console"),
            at=datetime.now(UTC),
        )
    except KnownKey:
        return _wrong(f"There is a key {options.name} already; names are never used again.")
    except WeakKey:
        return _wrong("The public key of Ed25519 has 32 bytes.")
    print(f"{options.name} {algorithm}" + ("" if given else f" {base64.b64encode(material).decode()}"))
    return 0


def _list(brand, options: argparse.Namespace) -> int:
    from muhatap.channels.chat_queries import app_keys_of

    for key in app_keys_of(brand.id):
        print(key.name, key.algorithm, "retired" if key.retired_at else "in use", sep="\t")
    return 0


def _retire(brand, options: argparse.Namespace) -> int:
    from muhatap.channels.chat_queries import app_key_of
    from muhatap.channels.operations.app_keys import retire_app_key
    from muhatap.kernel.actors import Actor

    key = app_key_of(brand.id, options.name)
    if key is None:
        return _wrong(f"No key {options.name} is in use.")
    retire_app_key(key=key, by=Actor.system("console"), at=datetime.now(UTC))
    return 0


def _wrong(words: str) -> int:
    print(words, file=sys.stderr)
    return 1
