"""`muhatap staff`: create staff, list them, and tell the current code of a demo account."""

import argparse
import getpass
import json
import secrets
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from muhatap.accounts.roles import Role
from muhatap.wiring.console import start_django

if TYPE_CHECKING:
    from muhatap.accounts.models import Staff

ROLES = tuple(each.value for each in Role)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verbs and options."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    create = verbs.add_parser("create", help="make an account, or give an account a role")
    create.add_argument("email", metavar="EMAIL")
    create.add_argument("--name", required=True)
    create.add_argument("--role", required=True, choices=ROLES)
    create.add_argument("--brand", metavar="CODE", help="needed where there are several brands")
    create.add_argument("--team", metavar="CODE", action="append", default=[], help="may be repeated")
    create.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    verbs.add_parser("list", help="show all accounts")
    code = verbs.add_parser("code", help="the sign-in code of a demo account, valid for half a minute")
    code.add_argument("email", metavar="EMAIL")
    for verb in verbs.choices.values():
        verb.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Run one verb; 1 when the account, brand or team is not there."""
    start_django()
    return {"create": _create, "list": _list, "code": _code}[options.verb](options)


def _create(options: argparse.Namespace) -> int:
    from muhatap.accounts import operations as accounts
    from muhatap.accounts.queries import brand_named, staff_with_address
    from muhatap.kernel.actors import Actor

    by, at = Actor.system("console"), datetime.now(UTC)
    brand = brand_named(options.brand)
    if brand is None:
        return _wrong("Name the brand with --brand CODE; `muhatap charter apply` makes brands.")
    member = staff_with_address(options.email)
    password = ""
    if member is None:
        password = _password(from_input=options.password_stdin)
        member = accounts.create_staff(
            email=options.email,
            name=options.name,
            password=password,
            language=brand.default_language,
            by=by,
            at=at,
        )
    accounts.give_role(staff=member, brand=brand, role=Role(options.role), by=by, at=at)
    missing = accounts.join_teams(staff=member, brand=brand, codes=options.team, by=by, at=at)
    if missing:
        return _wrong(f"No team {', '.join(missing)} in {brand.code}.")
    if options.json:
        print(json.dumps({"email": member.email, "role": options.role, "brand": brand.code}))
    else:
        print(f"{member.email} is {options.role} of {brand.code}.")
        if password and not options.password_stdin and not sys.stdin.isatty():
            print(f"Password: {password}")
    return 0


def _password(*, from_input: bool) -> str:
    if from_input:
        return sys.stdin.readline().rstrip("\n")
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    return secrets.token_urlsafe(12)


def _list(options: argparse.Namespace) -> int:
    from muhatap.accounts.queries import all_staff

    rows = [_described(member) for member in all_staff()]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    for row in rows:
        roles = ", ".join(f"{brand}: {role}" for brand, role in row["roles"].items()) or "no role"
        print(f"{row['email']:32} {row['name']:24} {roles}{' (demo)' if row['demo'] else ''}")
    return 0


def _described(member: "Staff") -> dict:
    return {
        "email": member.email,
        "name": member.name,
        "active": member.is_active,
        "demo": member.is_demo,
        "roles": {membership.brand.code: membership.role for membership in member.memberships.all()},
    }


def _code(options: argparse.Namespace) -> int:
    from muhatap.accounts.demo_codes import demo_code
    from muhatap.accounts.queries import staff_with_address

    member = staff_with_address(options.email)
    code = demo_code(member, datetime.now(UTC)) if member else None
    if code is None:
        return _wrong("Only demo accounts of a demo installation tell their code.")
    print(json.dumps({"code": code}) if options.json else code)
    return 0


def _wrong(words: str) -> int:
    print(words, file=sys.stderr)
    return 1
