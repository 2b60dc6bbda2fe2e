"""`muhatap dossier`: seal the file of a case, and verify one."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from muhatap.dossiers.verifier.running import main as verify_main
from muhatap.kernel.purposes import Purpose
from muhatap.wiring.commands.purposes import PURPOSES, told_purpose
from muhatap.wiring.console import start_django

if TYPE_CHECKING:
    from muhatap.cases.models import Case
    from muhatap.dossiers.operations import LeftOut


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verbs and options."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    export = verbs.add_parser("export", help="seal the file of a case as a ZIP")
    export.add_argument("number", metavar="NUMBER")
    export.add_argument(
        "--for",
        dest="audience",
        choices=("customer", "body", "internal"),
        default="customer",
        help="customer: without internal notes (default); body: for an ombudsman, regulator or court, without"
        " third persons; internal: everything",
    )
    export.add_argument(
        "--leave-out",
        action="append",
        default=[],
        metavar="EVENT:GROUND:WHY",
        help="for body: leave out the message that this event posted, on one of the grounds third_person,"
        " legal_advice, safety, trade_secret; can be given several times",
    )
    export.add_argument(
        "--purpose",
        metavar="CODE",
        help=f"what the file is for: {PURPOSES}; for the customer it is her own matter",
    )
    export.add_argument("-o", "--output", required=True, metavar="FILE")
    verify = verbs.add_parser("verify", help="verify one; 0 not altered, 1 altered, 2 not a dossier")
    verify.add_argument("dossier", metavar="FILE")
    verify.add_argument("--key", metavar="FILE", help="the public key that the operator publishes")
    verify.add_argument("--lang", choices=("tr", "en"), help="the language of the answer")


def run(options: argparse.Namespace) -> int:
    """Do what the verb says."""
    if options.verb == "verify":
        chosen = [("--key", options.key), ("--lang", options.lang)]
        return verify_main([options.dossier, *(each for pair in chosen if pair[1] for each in pair)])
    start_django()
    return _export(options)


def _export(options: argparse.Namespace) -> int:
    from muhatap.cases.models import Case
    from muhatap.cases.numbers import parse_number
    from muhatap.dossiers import operations as dossiers
    from muhatap.dossiers.audience import HOLDS, Audience
    from muhatap.kernel.actors import Actor

    case = Case.objects.filter(number=parse_number(options.number) or "").first()
    if case is None:
        print(f"no case has the number {options.number!r}", file=sys.stderr)
        return 2
    try:
        chosen = _chosen(case, options.leave_out)
    except (ValueError, dossiers.NotAGround):
        print(f"--leave-out: {', '.join(options.leave_out)}: EVENT:GROUND:WHY of a message", file=sys.stderr)
        return 2
    audience, at = Audience(options.audience), datetime.now(UTC)
    purpose = options.purpose or (Purpose.THE_MATTER if audience is Audience.CUSTOMER else "")
    if not told_purpose([case.brand], "dossier", purpose, at, HOLDS):
        return 2
    path = Path(options.output)
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w+b") as into:
            sealed = dossiers.seal_dossier(
                case=case,
                audience=audience,
                into=into,
                chosen=chosen,
                by=Actor.system("console"),
                at=at,
            )
        part.replace(path)
    except dossiers.CaseIsBusy:
        print("the case changed each time while it was written; try again", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{path}: {error.strerror or error}", file=sys.stderr)
        return 2
    finally:
        part.unlink(missing_ok=True)
    print(f"{path}: {sealed.events} events, manifest {sealed.manifest}")
    return 0


def _chosen(case: "Case", written: list[str]) -> "dict[int, LeftOut]":
    from muhatap.dossiers import operations as dossiers
    from muhatap.dossiers.queries import message_of_event

    chosen = {}
    for each in written:
        seq, ground, why = each.split(":", 2)
        message = message_of_event(case, int(seq))
        if message is None:
            raise ValueError(each)
        chosen[message] = dossiers.LeftOut(ground, why)
    return chosen
