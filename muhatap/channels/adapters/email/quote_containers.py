"""Where the text of a mail says nothing of a quotation, its HTML may name the container that holds one."""

from muhatap.channels.adapters.email.html_marks import begins_quotation
from muhatap.channels.adapters.email.html_text import read_html
from muhatap.channels.adapters.email.quoting import Hints, Split, split_reply

OPENING = 80
ENOUGH = 24
LOOK_AT = 500_000


def split_body(text: str, markup: str, hints: Hints | None) -> Split:
    """Own and quoted words of a text, helped by the HTML that it was made from or that came beside it."""
    split = split_reply(text, hints)
    if hints or split.quoted or not begins_quotation(markup[:LOOK_AT].lower()):
        return split
    beside = read_html(markup)
    if beside.quoted_from is None:
        return split
    opening = _letters("".join(beside.text.split("\n")[beside.quoted_from :])[: OPENING * 4])[:OPENING]
    line = _line_that_opens(text, opening) if len(opening) >= ENOUGH else 0
    return split_reply(text, Hints(quoted_from=line)) if line else split


def _line_that_opens(text: str, opening: str) -> int:
    """The number of the line where some letters begin; 0 when they begin nowhere."""
    letters: list[str] = []
    starts: dict[int, int] = {}
    length = 0
    for number, line in enumerate(text.split("\n")):
        found = _letters(line)
        if found:
            starts[length] = number
            letters.append(found)
            length += len(found)
    return starts.get("".join(letters).find(opening), 0)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
