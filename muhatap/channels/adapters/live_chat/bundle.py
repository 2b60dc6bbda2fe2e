"""The widget as one script: its parts in their order, without what only lets them find each other."""

import gzip
import hashlib
import re
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "widget"
# Each part may use those before it.
PARTS = (
    "marks.js", "client.js", "line.js", "build.js", "look.js", "before.js", "rating.js", "talk.js",
    "element.js",
)  # fmt: skip
_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_COMMENT = re.compile(r"^\s*(//.*|/\*\*.*\*/)\n", re.MULTILINE)
_INDENT = re.compile(r"^ +", re.MULTILINE)


@lru_cache(maxsize=1)
def widget_script() -> tuple[bytes, str]:
    """The script and its tag for caches."""
    script = b"(() => {\n" + b"".join(map(_part, PARTS)) + b"})();\n"
    return script, f'"{hashlib.sha256(script).hexdigest()[:20]}"'


def zipped_size() -> int:
    """How many bytes a browser loads."""
    return len(gzip.compress(widget_script()[0], 9))


def _part(name: str) -> bytes:
    text = (_FOLDER / name).read_text(encoding="utf-8")
    text = _COMMENT.sub("", _IMPORT.sub("", text))
    return _INDENT.sub("", re.sub(r"^export ", "", text, flags=re.MULTILINE)).encode()
