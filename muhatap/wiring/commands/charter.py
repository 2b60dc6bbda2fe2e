"""`muhatap charter`: check a charter, apply it, export the one that runs, print the schema."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from muhatap.charters.errors import CharterErrors
from muhatap.charters.reading import read
from muhatap.charters.reference import markdown
from muhatap.charters.schema import charter_schema
from muhatap.wiring.console import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verbs and options."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, what in (("check", "check a charter file"), ("apply", "check and apply a charter file")):
        verb = verbs.add_parser(name, help=what)
        verb.add_argument("file", metavar="FILE", help="the charter, or - for standard input")
        verb.add_argument("--json", action="store_true", help="print one JSON object")
    export = verbs.add_parser("export", help="print the charter that a brand runs")
    export.add_argument("--brand", metavar="CODE", help="the brand, where there are several")
    schema = verbs.add_parser("schema", help="print the JSON Schema of charters")
    schema.add_argument("--markdown", action="store_true", help="print the reference page instead")


def run(options: argparse.Namespace) -> int:
    """Do what the verb says."""
    if options.verb == "schema":
        said = charter_schema()
        print(markdown(said) if options.markdown else json.dumps(said, ensure_ascii=False, indent=2))
        return 0
    if options.verb == "export":
        return _export(options.brand)
    try:
        text = sys.stdin.read() if options.file == "-" else Path(options.file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        print(f"{options.file}: cannot be read: {error}", file=sys.stderr)
        return 2
    try:
        return _check(options, text) if options.verb == "check" else _apply(options, text)
    except CharterErrors as errors:
        return _faults(options, errors)


def _check(options: argparse.Namespace, text: str) -> int:
    document = read(text, source=options.file)
    counts = {
        "brand": document.brand.code,
        "digest": document.digest,
        "topics": len(document.topics),
        "promises": len(document.promises),
    }
    if options.json:
        print(json.dumps({"ok": True, **counts}))
    else:
        print("{brand}: {topics} topics, {promises} promises, no faults ({digest:.12})".format(**counts))
    return 0


def _apply(options: argparse.Namespace, text: str) -> int:
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


def _export(code: str | None) -> int:
    start_django()
    from muhatap.brands.models import Brand
    from muhatap.charters.queries import charter_text

    brands = list(Brand.objects.filter(code=code) if code else Brand.objects.all())
    if len(brands) != 1:
        known = ", ".join(Brand.objects.order_by("code").values_list("code", flat=True)) or "none yet"
        print(f"--brand: name one of: {known}", file=sys.stderr)
        return 2
    sys.stdout.write(charter_text(brands[0]))
    return 0


def _faults(options: argparse.Namespace, errors: CharterErrors) -> int:
    if options.json:
        problems = [
            {
                "line": each.line,
                "column": each.column,
                "path": each.path,
                "code": each.code,
                "message": each.message,
                "remedy": each.remedy,
            }
            for each in errors.problems
        ]
        print(json.dumps({"ok": False, "problems": problems}, ensure_ascii=False))
    else:
        print(errors, file=sys.stderr)
    return 1
