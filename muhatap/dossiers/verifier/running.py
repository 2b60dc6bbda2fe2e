"""The verifier as a command: what it is asked, what it answers."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from muhatap.dossiers.verifier.checking import UNREADABLE, Verifier
from muhatap.dossiers.verifier.sources import Refused, Unpacked, Zipped
from muhatap.dossiers.verifier.words import WORDS


def report(verifier: Verifier, is_turkish: bool, is_key_given: bool) -> str:
    """What was found, in words."""
    told, lines = verifier.manifest, []

    def say(code: str, **words: object) -> None:
        lines.append(WORDS[code][is_turkish].format(**words))

    for code, words in verifier.faults:
        why = WORDS[words["why"]][is_turkish].format(**words) if "why" in words else ""
        say("altered", what=WORDS[code][is_turkish].format(**{**words, "why": why}))
    if lines:
        return "\n".join(lines)
    say("intact" if verifier.redacted or verifier.withheld else "complete")
    for code in ("redacted", "withheld", "absent"):
        if found := getattr(verifier, code):
            say(code, places=", ".join(str(each) for each in found))
    for row in verifier.removed:
        kind = WORDS.get(row["kind"], ("", ""))[is_turkish] or row["kind"]
        say("removed", seq=row["seq"], field=row["field"], kind=kind, why=row["why"], digest=row["digest"])
    length, who = told["stream"]["length"], WORDS[told["audience"]][is_turkish]
    say("sealed", number=told["number"], at=told["made_at"], events=length, who=who)
    if told["head_log"]:
        say("log", **told["head_log"])
        if "root" in told["head_log"]:
            say("root", root=told["head_log"]["root"])
    say("given" if is_key_given else "inside", key=verifier.fingerprint)
    if not is_key_given:
        say("compare")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Verify what the arguments name and print what was found; see the top of this file."""
    parser = argparse.ArgumentParser(prog="verify.py", description="Verify a dossier.")
    parser.add_argument("dossier", nargs="?", default=".", help="the ZIP or the unpacked folder")
    parser.add_argument("--key", metavar="FILE", help="the public key that the operator publishes")
    parser.add_argument("--lang", choices=("tr", "en"), help="the language of the answer")
    options = parser.parse_args(arguments)
    is_turkish = (options.lang or os.environ.get("LANG", ""))[:2] == "tr"
    try:
        key = Path(options.key).read_text("ascii") + "-" if options.key else ""
        source = Unpacked if os.path.isdir(options.dossier) else Zipped
        verifier = Verifier(source(options.dossier), key)
        verifier.run()
        code, text = bool(verifier.faults), report(verifier, is_turkish, bool(options.key))
    except Refused as refused:
        why = WORDS[refused.code][is_turkish].format(**refused.words)
        code, text = 2, WORDS["refused"][is_turkish].format(why=why)
    except UNREADABLE as error:
        code, text = 2, WORDS["not_read"][is_turkish].format(why=error)
    # A forged dossier may carry anything, also codes that a terminal obeys.
    shown = "".join(each if each.isprintable() or each == "\n" else "?" for each in text)
    sys.stdout.buffer.write((shown + "\n").encode(sys.stdout.encoding or "utf-8", "replace"))
    return int(code)
