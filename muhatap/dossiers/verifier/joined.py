"""The verifier as one file for Python and one for a browser, as both lie in every dossier."""

import json
import re
from functools import cache
from importlib import import_module
from importlib.resources import files

from muhatap.dossiers.verifier.words import WORDS

_PARTS = (
    "muhatap.audit.merkle",
    "muhatap.dossiers.verifier.signatures",
    "muhatap.dossiers.verifier.words",
    "muhatap.dossiers.verifier.sources",
    "muhatap.dossiers.verifier.checking",
    "muhatap.dossiers.verifier.running",
)
_SCRIPTS = ("archive.js", "proof.js", "verify.js", "page.js")
_TOP = '''"""Verify a dossier: a case file that somebody sealed with Muhatap.

    python verify.py dossier.zip [--key public-key.pem] [--lang tr|en]
    python verify.py             inside the unpacked folder

Needs Python 3.9 or newer, nothing else and no network. Exit code 0: nothing was altered (lawful redactions
are named), 1: something was altered, which is named, 2: this is not a dossier that can be read.
"""

from __future__ import annotations
'''
_END = """
if __name__ == "__main__":
    sys.exit(main())
"""
# What a part asks of its neighbours stands above it in the joined file.
_LEFT_OUT = re.compile(r"^from (?:muhatap|__future__)\b.*\n", re.MULTILINE)


@cache
def verifier_source() -> bytes:
    """The text of `verify.py`: one file that needs the standard library only."""
    parts = [_LEFT_OUT.sub("", _text(name)).strip() for name in _PARTS]
    return "\n\n\n".join([_TOP.strip(), *parts, _END.strip(), ""]).encode()


@cache
def verifier_page() -> bytes:
    """The text of `verify.html`: one page that needs a browser and no network."""
    page = files("muhatap.dossiers.verifier") / "page"
    words = json.dumps(WORDS, ensure_ascii=False)
    scripts = [(page / name).read_text(encoding="utf-8").strip() for name in _SCRIPTS]
    script = "\n\n".join([f"const WORDS = {words};", *scripts])
    return (page / "verify.html").read_text(encoding="utf-8").replace("/* SCRIPT */", script).encode()


def _text(name: str) -> str:
    package, _, module = import_module(name).__name__.rpartition(".")
    return (files(package) / f"{module}.py").read_text(encoding="utf-8")
