"""`muhatap charter`: check, plan, apply and roll back a charter, export the one that runs, list the law."""

import argparse
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType

from muhatap.brands.standing import REMARKS, gettext_noop, missing_for_visitors
from muhatap.charters.errors import CharterErrors
from muhatap.charters.mapping import to_plain
from muhatap.charters.reading import law_on, read
from muhatap.charters.reference import markdown
from muhatap.charters.rule_packs import Pack, shipped_packs
from muhatap.charters.schema import charter_schema
from muhatap.charters.wording import problem_words
from muhatap.kernel.catalogues import read_messages
from muhatap.wiring.console import start_django
from muhatap.wiring.environment import ROOT

_MOST_DAYS = 3660
_PRIVATE = gettext_noop("The portal stays private until the charter names:")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verbs and options."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, what in (
        ("check", "check a charter file"),
        ("plan", "show what a charter file would change, and would have changed for past cases"),
        ("apply", "check and apply a charter file"),
    ):
        verb = verbs.add_parser(name, help=what)
        verb.add_argument("file", metavar="FILE", help="the charter, or - for standard input")
        verb.add_argument("--json", action="store_true", help="print one JSON object")
        verb.add_argument("--language", choices=("en", "tr"), default="en", help="of faults and plans")
        if name == "plan":
            verb.add_argument("--brand", metavar="CODE", help="refuse the file if it is another brand's")
            verb.add_argument("--days", type=_days, default=30, metavar="N", help="replayed (default: 30)")
        if name == "apply":
            words = "begin on this day, if what runs does not change before"
            verb.add_argument("--from", dest="begins_on", type=_day, metavar="DATE", help=words)
    scheduled = verbs.add_parser("scheduled", help="show the charter that waits for its day")
    scheduled.add_argument("--brand", metavar="CODE", help="the brand, where there are several")
    scheduled.add_argument("--cancel", metavar="REASON", help="take it back")
    scheduled.add_argument("--json", action="store_true", help="print JSON")
    for name, what in (("rollback", "bring an earlier version back"), ("history", "list the versions")):
        verb = verbs.add_parser(name, help=what)
        verb.add_argument("--brand", metavar="CODE", help="the brand, where there are several")
        verb.add_argument("--json", action="store_true", help="print JSON")
        if name == "rollback":
            verb.add_argument("--to", type=int, metavar="N", help="this version (default: the one before)")
            verb.add_argument("--language", choices=("en", "tr"), default="en", help="of faults")
    export = verbs.add_parser("export", help="print the charter that a brand runs")
    export.add_argument("--brand", metavar="CODE", help="the brand, where there are several")
    packs = verbs.add_parser("packs", help="list the rule packs and what they say")
    packs.add_argument("pack", metavar="PACK", nargs="?", help="show the rules of this one")
    packs.add_argument("--json", action="store_true", help="print JSON")
    schema = verbs.add_parser("schema", help="print the JSON Schema of charters")
    schema.add_argument("--markdown", action="store_true", help="print the reference page instead")


def run(options: argparse.Namespace) -> int:
    """Do what the verb says."""
    if options.verb == "schema":
        said = charter_schema()
        print(markdown(said) if options.markdown else json.dumps(said, ensure_ascii=False, indent=2))
        return 0
    if options.verb == "packs":
        return _packs(options)
    if options.verb == "export":
        return _export(options.brand)
    if options.verb == "scheduled":
        return _days_ahead().scheduled(options)
    if options.verb == "history":
        return _planning().history(options)
    if options.verb == "rollback":
        try:
            return _planning().rollback(options)
        except CharterErrors as errors:
            return _faults(options, errors)
    try:
        text = sys.stdin.read() if options.file == "-" else Path(options.file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        print(f"{options.file}: cannot be read: {error}", file=sys.stderr)
        return 2
    try:
        return _VERBS[options.verb](options, text)
    except CharterErrors as errors:
        return _faults(options, errors)


def _check(options: argparse.Namespace, text: str) -> int:
    document = read(text, source=options.file, law=lambda _: law_on(datetime.now(UTC).date()))
    remarks = [REMARKS[code] for code in missing_for_visitors(document.standing)]
    counts = {
        "brand": document.brand.code,
        "digest": document.digest,
        "topics": len(document.topics),
        "promises": len(document.promises),
    }
    if options.json:
        print(json.dumps({"ok": True, **counts, "private_because": remarks}, ensure_ascii=False))
        return 0
    print("{brand}: {topics} topics, {promises} promises, no faults ({digest:.12})".format(**counts))
    texts = _texts(options.language)
    if remarks:
        print(texts.get(_PRIVATE, _PRIVATE))
    for remark in remarks:
        print(f"  {texts.get(remark, remark)}")
    return 0


def _apply(options: argparse.Namespace, text: str) -> int:
    if options.begins_on is not None:
        return _days_ahead().schedule(options, text)
    start_django()
    from muhatap.charters.operations import apply_charter
    from muhatap.kernel.actors import Actor
    from muhatap.wiring.preparing import migrate_database

    migrate_database()
    applied = apply_charter(text=text, source=options.file, by=Actor.system("console"), at=datetime.now(UTC))
    if options.json:
        answer = {"brand": applied.brand.code, "version": applied.version, "is_new": applied.is_new}
        print(json.dumps(answer))
    else:
        said = "applied" if applied.is_new else "runs already; nothing changed"
        print(f"{applied.brand.code}: version {applied.version} {said}")
    return 0


def _plan(options: argparse.Namespace, text: str) -> int:
    return _planning().plan(options, text)


_VERBS = {"check": _check, "plan": _plan, "apply": _apply}


def _planning() -> ModuleType:
    """The part that reads the database, once the application is loaded."""
    start_django()
    from muhatap.wiring.commands import charter_plans
    from muhatap.wiring.preparing import migrate_database

    migrate_database()
    return charter_plans


def _days_ahead() -> ModuleType:
    """The part that keeps charters for a later day, once the application is loaded."""
    _planning()
    from muhatap.wiring.commands import charter_days

    return charter_days


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("write a day as YYYY-MM-DD") from None


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_DAYS:
        raise argparse.ArgumentTypeError(f"write a number of days from 1 to {_MOST_DAYS}")
    return int(text)


def _export(code: str | None) -> int:
    start_django()
    from muhatap.charters.queries import charter_text
    from muhatap.wiring.commands.charter_plans import named_brand

    brand = named_brand(code)
    if brand is None:
        return 2
    sys.stdout.write(charter_text(brand))
    return 0


def _packs(options: argparse.Namespace) -> int:
    packs = shipped_packs()
    if options.pack and options.pack.upper() not in packs:
        print(f"{options.pack}: use one of {', '.join(packs)}", file=sys.stderr)
        return 2
    chosen = [packs[options.pack.upper()]] if options.pack else list(packs.values())
    if options.json:
        print(json.dumps([_pack_values(pack) for pack in chosen], ensure_ascii=False, indent=2))
        return 0
    for pack in chosen:
        print(f"{pack.code:12} {pack.name.in_language('en')} (as of {pack.as_of}, {len(pack.rules)} rules)")
        for rule in pack.rules if options.pack else ():
            number = rule.number or "-"
            print(f"  {rule.id:26} {number:12} {rule.use:10} {rule.verified:11} {rule.law}")
    return 0


def _pack_values(pack: Pack) -> dict[str, object]:
    return {
        "pack": pack.code,
        "jurisdiction": pack.jurisdiction,
        "as_of": pack.as_of,
        "name": to_plain(pack.name),
        "rules": [to_plain(rule) for rule in pack.rules],
    }


def _texts(language: str) -> dict[str, str]:
    """The catalogue of a language from English, empty for English and where there is none."""
    path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    if language == "en" or not path.exists():
        return {}
    messages = read_messages(path.read_text(encoding="utf-8"))
    return {each.msgid: each.translations[0] for each in messages if each.is_translated}


def _faults(options: argparse.Namespace, errors: CharterErrors) -> int:
    texts = _texts(options.language)
    if options.json:
        problems = [
            {
                "line": each.line,
                "column": each.column,
                "path": each.path,
                "code": each.code,
                "message": problem_words(each, texts)[0],
                "remedy": problem_words(each, texts)[1],
            }
            for each in errors.problems
        ]
        print(json.dumps({"ok": False, "problems": problems}, ensure_ascii=False))
    else:
        for each in errors.problems:
            message, remedy = problem_words(each, texts)
            print(
                f"{errors.source}:{each.line}:{each.column} {each.path}: {message} {remedy}", file=sys.stderr
            )
    return 1
