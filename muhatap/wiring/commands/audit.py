"""`muhatap audit`: verify the chains, sign their heads, hand them out, erase lawfully."""

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from tqdm import tqdm

from muhatap.audit.findings import Finding, Report
from muhatap.wiring.console import start_django

_SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verbs and options."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verify = verbs.add_parser("verify", help="verify chains, contents, tables and head logs")
    verify.add_argument("--stream", metavar="NUMBER|brand:CODE|installation", help="one stream only")
    verify.add_argument("--heads-only", action="store_true", help="only the head logs")
    verify.add_argument("--processes", type=int, default=1, metavar="N", help="verify in parallel")
    heads = verbs.add_parser("heads", help="list the head logs")
    sign = verbs.add_parser("sign", help="sign the heads now")
    verbs.add_parser("stamp", help="have the newest head logs stamped by the authority of MUHATAP_TSA_URL")
    verbs.add_parser("key", help="print the public key that signs")
    listeners = verbs.add_parser("listeners", help="list listeners that were given up")
    listeners.add_argument("--retry", action="store_true", help="let them start over")
    erase = verbs.add_parser("erase", help="erase a message's content lawfully")
    erase.add_argument("--case", required=True, metavar="NUMBER")
    erase.add_argument("--message", required=True, metavar="SEQ|ID", help="its place in the chain, or its id")
    erase.add_argument("--reason", required=True, metavar="TEXT")
    export = verbs.add_parser("export", help="print events as JSON lines")
    export.add_argument("--stream", metavar="NUMBER|brand:CODE|installation", help="one stream only")
    export.add_argument("--after", type=int, default=0, metavar="N", help="published after this number")
    for verb in (verify, heads, sign, listeners, export):
        verb.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Do what the verb says."""
    start_django()
    from muhatap.wiring.proving import UnknownStream

    try:
        return _VERBS[options.verb](options)
    except UnknownStream as unknown:
        print(unknown, file=sys.stderr)
        return 2


def _verify(options: argparse.Namespace) -> int:
    from muhatap.wiring import proving

    if options.processes < 1 or (options.stream and options.heads_only):
        print("--processes is 1 or more; --stream and --heads-only exclude each other", file=sys.stderr)
        return 2
    report = Report()
    if options.stream:
        report += proving.prove_stream(proving.stream_named(options.stream))
        return _tell(report, options)
    total = proving.count_of_streams()
    if not options.heads_only:
        with _bar("streams", total, options) as bar:
            report += proving.prove_streams(bar.update, options.processes)
    with _bar("heads", total, options) as bar:
        heads = proving.prove_heads(bar.update)
    if not options.heads_only:
        heads.streams = 0
    report += heads
    return _tell(report, options)


def _bar(what: str, total: int, options: argparse.Namespace) -> tqdm:
    is_quiet = options.json or not sys.stderr.isatty()
    # Its watching thread would be forked along with the verifying processes.
    tqdm.monitor_interval = 0
    return tqdm(desc=what, total=total, unit=" streams", disable=is_quiet)


def _tell(report: Report, options: argparse.Namespace) -> int:
    if options.json:
        print(
            json.dumps(
                {
                    "intact": report.is_intact,
                    "streams": report.streams,
                    "events": report.events,
                    "erased": report.erased,
                    "head_logs": report.logs,
                    "found": report.found,
                    "first": _plain(report.first),
                    "findings": [_plain(each) for each in report.findings],
                }
            )
        )
        return 0 if report.is_intact else 1
    for finding in report.findings[:_SHOWN]:
        print(_printable(finding))
    print(
        f"{report.streams} streams, {report.events} events, {report.erased} lawfully erased, "
        f"{report.logs} head logs, {report.found} faults"
    )
    if report.first is not None:
        print(f"NOT INTACT. First: {_printable(report.first)}")
        return 1
    if not report.logs and not options.stream:
        print("Intact. No head log yet, so a chain that lost its end would not show: muhatap audit sign")
    else:
        print("Intact.")
    return 0


def _plain(finding: Finding | None) -> dict[str, Any] | None:
    if finding is None:
        return None
    ids = {"stream_id": str(finding.stream_id), "event_id": str(finding.event_id or "")}
    return asdict(finding) | ids


def _printable(finding: Finding) -> str:
    # What was tampered with may carry anything, also codes that a terminal obeys.
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in str(finding))


def _heads(options: argparse.Namespace) -> int:
    from muhatap.audit.comparing import head_logs

    for log in reversed(head_logs()):
        if options.json:
            line = {"number": log.number, "at": log.at.isoformat(), "streams": log.streams}
            print(
                json.dumps(line | {"digest": log.digest, "key": log.key_id, "fingerprint": log.fingerprint})
            )
        else:
            print(f"{log.number:6} {log.at:%Y-%m-%d %H:%M}Z {log.streams:9} streams  {log.digest}")
    return 0


def _sign(options: argparse.Namespace) -> int:
    from muhatap.audit import operations as audit
    from muhatap.kernel.actors import Actor

    try:
        log = audit.sign_heads(by=Actor.system("console"), at=datetime.now(UTC))
    except audit.SignedMeanwhile:
        print("another process signed the heads just now", file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps({"number": log.number, "streams": log.streams, "digest": log.digest}))
    else:
        print(f"log {log.number}: {log.streams} streams, {log.digest}")
    return 0


def _stamp(options: argparse.Namespace) -> int:
    from django.conf import settings

    from muhatap.audit import operations as audit
    from muhatap.kernel.actors import Actor

    if not settings.MUHATAP_TSA_URL:
        print("MUHATAP_TSA_URL: no time stamping authority is named", file=sys.stderr)
        return 2
    count = audit.stamp_logs(url=settings.MUHATAP_TSA_URL, by=Actor.system("console"), at=datetime.now(UTC))
    print(f"{count} logs stamped")
    return 0


def _key(options: argparse.Namespace) -> int:
    from django.conf import settings

    print(settings.MUHATAP_KEYRING.public_pem(), end="")
    return 0


def _listeners(options: argparse.Namespace) -> int:
    from muhatap.audit import operations as audit
    from muhatap.audit.relay import listeners_given_up
    from muhatap.kernel.actors import Actor

    given_up = listeners_given_up()
    for run_ in given_up:
        reason = run_.error.strip().splitlines()[-1:] or [""]
        line = {"event": str(run_.event_id), "listener": run_.listener, "attempts": run_.attempts}
        line |= {"given_up_at": run_.given_up_at.isoformat(), "error": reason[0]}
        print(json.dumps(line) if options.json else " ".join(json.dumps(each) for each in line.values()))
        if options.retry:
            audit.try_listener_again(run=run_, by=Actor.system("console"), at=datetime.now(UTC))
    return 1 if given_up and not options.retry else 0


def _erase(options: argparse.Namespace) -> int:
    from muhatap.cases import operations as cases
    from muhatap.cases.proof import message_at
    from muhatap.kernel.actors import Actor
    from muhatap.wiring.proving import stream_named

    if not options.reason.strip() or not options.message.isdecimal():
        print("--reason: say why; --message: its place in the chain or its id", file=sys.stderr)
        return 2
    message = message_at(stream_named(options.case), int(options.message))
    if message is None:
        print(f"--message: the case has no message {options.message}", file=sys.stderr)
        return 2
    if message.erased_at is not None:
        print(f"message {message.id} was erased at {message.erased_at:%Y-%m-%d %H:%M}Z already")
        return 0
    by = Actor.system("console")
    cases.erase_message(message=message, reason=options.reason.strip(), by=by, at=datetime.now(UTC))
    print(f"message {message.id} of {options.case} is erased; the chain keeps its place")
    return 0


def _export(options: argparse.Namespace) -> int:
    from muhatap.audit.exporting import exported_since, exported_stream
    from muhatap.wiring.proving import stream_named

    stream = options.stream
    events = exported_stream(stream_named(stream)) if stream else exported_since(options.after)
    for event in events:
        # Everything beyond ASCII is escaped, so no text can end a line or steer a terminal.
        print(json.dumps(event, ensure_ascii=True))
    return 0


_VERBS = {
    "verify": _verify,
    "heads": _heads,
    "sign": _sign,
    "stamp": _stamp,
    "key": _key,
    "listeners": _listeners,
    "erase": _erase,
    "export": _export,
}
