"""Plain text from the kinds of text that mails carry: flowed lines (RFC 3676), text/enriched (RFC 1896)."""

import re

TEXT_KINDS = frozenset(
    {"text/plain", "text/html", "text/markdown", "text/x-markdown", "text/enriched", "text/richtext"}
)
COMMAND = re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,40}>")
PARAMETER = re.compile(r"<param>[^<]{0,1000}</param>", re.IGNORECASE)
SINGLE_BREAK = re.compile(r"(?<!\n)\n(?!\n)")


def plain_text(text: str, kind: str, parameters: dict[str, str]) -> str:
    """The text as a person reads it, with the line ends that its format means."""
    if kind in ("text/enriched", "text/richtext"):
        return _without_commands(text)
    if parameters.get("format", "").lower() == "flowed":
        return _unflowed(text, drop_space=parameters.get("delsp", "").lower() == "yes")
    return text


def _without_commands(text: str) -> str:
    text = SINGLE_BREAK.sub(" ", text).replace("\n\n", "\n")
    pieces = (COMMAND.sub("", PARAMETER.sub("", piece)) for piece in text.split("<<"))
    return "<".join(pieces)


def _unflowed(text: str, *, drop_space: bool) -> str:
    """Join soft line ends within one depth of quotation."""
    out: list[list[str]] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        body = line.lstrip(">")
        depth = len(line) - len(body)
        body = body[1:] if body.startswith(" ") else body
        soft = body.endswith(" ") and body != "-- "
        piece = body[:-1] if soft and drop_space else body
        if open_depth == depth and body != "-- ":
            out[-1].append(piece)
        else:
            out.append([f"{'>' * depth} {piece}" if depth else piece])
        open_depth = depth if soft else None
    return "\n".join("".join(pieces) for pieces in out)
