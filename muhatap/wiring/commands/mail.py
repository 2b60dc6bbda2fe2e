"""`muhatap mail`: receive, parse, poll, deliver and account for e-mail.

receive --mailbox NAME [--brand CODE] < message   exit codes of sysexits: 0 stored, 75 try again, 64 wrong use
listen --lmtp HOST:PORT | --lmtp unix:PATH | --smtp HOST:PORT     until it is stopped
import --mailbox NAME PATH ...                maildirs, mbox files, single mails; nothing is answered
parse [--json] [FILE ...]                         what is understood, one JSON line a message
mailbox [NAME --imap URL]                         list mailboxes, or say how one is reached
dkim --mailbox NAME [--make | --key FILE] [--sign on|off]     keys for signing, and their DNS records
poll | deliver | retry | reconcile                do now what the schedule does; prove that nothing is lost
"""

import argparse
import json
import sys
from pathlib import Path

VERBS = ("receive", "listen", "import", "parse", "mailbox", "poll", "deliver", "retry", "reconcile", "dkim")
STORED, WRONG_USE, TRY_AGAIN = 0, 64, 75


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verbs and options."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = __doc__
    # A mail server understands 64; argparse's own 2 means nothing to it.
    parser.error = _wrong  # type: ignore[assignment, method-assign]
    # Files may follow options: `parse --json one.eml two.eml`.
    parser.parse_args = parser.parse_intermixed_args  # type: ignore[method-assign]
    parser.add_argument("verb", choices=VERBS)
    parser.add_argument("names", nargs="*", metavar="NAME|FILE", help="a mailbox, or files to parse")
    parser.add_argument("--mailbox", metavar="NAME", help="the mailbox that a message is for")
    parser.add_argument("--brand", metavar="CODE", help="the brand, where several have such a mailbox")
    parser.add_argument("--json", action="store_true", help="print JSON, one object a line")
    parser.add_argument(
        "--imap", metavar="URL", help="imaps://user:password@host:993/INBOX; 'none' ends polling"
    )
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    parser.add_argument("--password-command", metavar="COMMAND", help="a command that prints the password")
    parser.add_argument(
        "--oauth2", action="store_true", help="what the command prints is an access token (XOAUTH2)"
    )
    parser.add_argument("--lmtp", metavar="ADDRESS", help="listen: HOST:PORT or unix:PATH for LMTP")
    parser.add_argument("--smtp", metavar="ADDRESS", help="listen: HOST:PORT or unix:PATH for SMTP")
    parser.add_argument("--tls-cert", metavar="FILE", help="listen: offer STARTTLS with this certificate")
    parser.add_argument("--tls-key", metavar="FILE", help="listen: its key, where the file lacks it")
    parser.add_argument(
        "--max-size", type=int, default=50_000_000, metavar="BYTES", help="listen: largest mail (50 MB)"
    )
    parser.add_argument(
        "--max-connections", type=int, default=50, metavar="N", help="listen: connections at once (50)"
    )
    parser.add_argument(
        "--dialect",
        choices=("mboxrd", "mboxo"),
        default="mboxrd",
        help="import: how mbox files quote lines that begin with From (default: mboxrd)",
    )
    parser.add_argument("--make", action="store_true", help="dkim: make an RSA and an Ed25519 key")
    parser.add_argument("--key", metavar="FILE", help="dkim: bring a private key (PEM) of your own")
    parser.add_argument("--selector", metavar="NAME", help="dkim: the name under which it is published")
    parser.add_argument("--sign", choices=("on", "off"), help="dkim: begin to sign, or retire the keys")
    parser.add_argument(
        "--plus-addressing", choices=("on", "off"), help="mailbox: mail to name+anything@ arrives there"
    )
    parser.add_argument(
        "--strict-senders",
        choices=("on", "off"),
        help="mailbox: a number in the subject needs a proved sender",
    )
    parser.add_argument(
        "--trust", metavar="ID[,ID]", help="mailbox: receivers whose Authentication-Results count, or none"
    )
    parser.add_argument("--server", action="store_true", help="reconcile: ask the IMAP servers too")
    parser.add_argument("--all", action="store_true", help="retry: also what was set aside after failing")


def run(options: argparse.Namespace) -> int:
    """Do what the verb says."""
    if options.verb == "parse":
        return _parse(options)
    if options.verb == "receive":
        return _receive(options)
    from muhatap.wiring.console import start_django

    start_django()
    from muhatap.wiring import mailing

    return mailing.VERBS[options.verb](options)


def _parse(options: argparse.Namespace) -> int:
    # Without Django: this answers in the time that Python needs to start.
    from muhatap.channels.adapters.email.parsing import parse

    code = 0
    if not options.names:
        _print_parsed(parse(sys.stdin.buffer.read()))
    for name in options.names:
        try:
            raw = Path(name).read_bytes()
        except OSError as error:
            print(f"{name}: {error.strerror}", file=sys.stderr)
            code = 1
            continue
        _print_parsed(parse(raw))
    return code


def _print_parsed(mail) -> None:
    line = json.dumps(mail.to_json(), ensure_ascii=False)
    sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def _receive(options: argparse.Namespace) -> int:
    if not options.mailbox or options.names:
        _wrong("say which mailbox: muhatap mail receive --mailbox NAME < message")
    raw = sys.stdin.buffer.read()
    if not raw.strip():
        _wrong("there is no message on standard input")
    try:
        from muhatap.wiring.console import start_django

        start_django()
        from muhatap.wiring import mailing

        return mailing.receive(options, raw)
    except Exception as error:
        # Whatever it is, the mail server keeps the message and brings it again.
        print(f"not stored, try again later: {type(error).__name__}: {error}", file=sys.stderr)
        return TRY_AGAIN


def _wrong(message: str) -> None:
    print(f"muhatap mail: {message}", file=sys.stderr)
    raise SystemExit(WRONG_USE)
