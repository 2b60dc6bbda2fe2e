"""`muhatap keyring`: a new key, everything sealed by it, and the end of an older one."""

import argparse
import json
import sys
from datetime import UTC, datetime

from tqdm import tqdm

from muhatap.wiring.console import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verbs and options."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.add_parser(
        "status", help="the keys, and what an older one still seals; exit 1 where something waits"
    )
    verbs.add_parser("rotate", help="add a key, make it the active one, and seal everything anew")
    verbs.add_parser("reseal", help="seal anew what older keys sealed; goes on where it was cut off")
    forget = verbs.add_parser("forget", help="destroy an older key by which nothing is sealed any more")
    forget.add_argument("id", metavar="ID")
    for verb in verbs.choices.values():
        verb.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Run one verb; 1 where something waits or is in use, 2 where the keys cannot be changed from here."""
    start_django()
    from muhatap.kernel.keyring import KeyringError

    try:
        return {"status": _status, "rotate": _rotate, "reseal": _reseal, "forget": _forget}[options.verb](
            options
        )
    except KeyringError as error:
        print(error, file=sys.stderr)
        return 2


def _status(options: argparse.Namespace) -> int:
    from django.conf import settings

    from muhatap.wiring import resealing

    ring, rows = settings.MUHATAP_KEYRING, resealing.waiting()
    told = {
        "active": ring.active_id,
        "keys": list(ring.key_ids),
        "waiting": [
            {"table": each.table, "rows": each.count, "keys": sorted(each.key_ids), "lost": sorted(each.lost)}
            for each in rows
        ],
    }
    if options.json:
        print(json.dumps(told))
    else:
        for key_id in ring.key_ids:
            print(f"{key_id}{' active' if key_id == ring.active_id else ''}")
        for each in told["waiting"]:
            lost = f", key {' '.join(each['lost'])} is gone: cannot be opened" if each["lost"] else ""
            print(f"{each['rows']} rows of {each['table']} sealed by {' '.join(each['keys'])}{lost}")
    return 1 if rows else 0


def _rotate(options: argparse.Namespace) -> int:
    from muhatap.kernel.actors import Actor
    from muhatap.wiring import resealing

    key = resealing.rotate(by=Actor.system("console"), at=datetime.now(UTC))
    print(f"the active key is {key}", file=sys.stderr)
    return _reseal(options)


def _reseal(options: argparse.Namespace) -> int:
    from muhatap.kernel.actors import Actor
    from muhatap.wiring import resealing

    with tqdm(unit=" rows", disable=not sys.stderr.isatty()) as bar:
        done = resealing.reseal(by=Actor.system("console"), at=datetime.now(UTC), progress=bar.update)
    left = resealing.waiting()
    print(json.dumps({"resealed": done, "left": len(left)}) if options.json else f"{done} rows sealed anew")
    return 1 if left else 0


def _forget(options: argparse.Namespace) -> int:
    from muhatap.kernel.actors import Actor
    from muhatap.wiring import resealing

    try:
        resealing.forget(key_id=options.id, by=Actor.system("console"), at=datetime.now(UTC))
    except resealing.StillInUse:
        print(f"something is still sealed by {options.id}: muhatap keyring reseal", file=sys.stderr)
        return 1
    print(json.dumps({"forgotten": options.id}) if options.json else "The key is destroyed.")
    return 0
