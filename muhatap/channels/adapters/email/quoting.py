"""Part what somebody wrote from what they quote; line by line, in linear time, never an empty answer.

The known library (mail-parser-reply) knows no Turkish and needs quadratic time on hostile text, so every
language stands in our own table.
"""

from dataclasses import dataclass

from muhatap.channels.adapters.email import quote_phrases as phrases

MAX_LINES = 20_000
MAX_LINE = 400
HEADER_LINES = 10


@dataclass(frozen=True, slots=True)
class Split:
    """A mail's own words, and the rest: quotations, signature and legal notices."""

    reply: str
    quoted: str


def split_reply(text: str) -> Split:
    """Own words and quoted words of a mail; all of it is own when nothing else would remain."""
    lines = text.replace("\r\n", "\n").split("\n")
    sample = [line[:MAX_LINE] for line in lines[:MAX_LINES]]
    cut = _first_cut(sample)
    own, quoted = lines[:cut], lines[cut:]
    if quoted and (answers := _inline_answers(quoted, sample[cut:])):
        own, quoted = [*_without_blank_end(own), "", *answers[0]], answers[1]
    own, arrows = _without_arrows(own)
    own, folded = _without_signature(own)
    reply = "\n".join(own).strip()
    rest = "\n".join([*arrows, *folded, *quoted]).strip("\n")
    if reply:
        return Split(reply, rest)
    signed = "\n".join(folded).strip()
    if signed and rest.strip() != signed:
        return Split(signed, "\n".join([*arrows, *quoted]).strip("\n"))
    return Split(text.strip(), "")


def _without_blank_end(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end]


def _first_cut(lines: list[str]) -> int:
    for number, line in enumerate(lines):
        if not line.strip() or line.lstrip().startswith(">"):
            continue
        if any(marker in line.casefold() for marker in phrases.MARKERS):
            return _above_attribution(lines, number)
        if line.rstrip().endswith(phrases.COLONS):
            start = _attribution_start(lines, number)
            if start is not None:
                return start
        if phrases.SEPARATOR.match(line):
            return number
        if _is_header_block(lines, number):
            return _above_rule(lines, number)
    return len(lines)


def _attribution_start(lines: list[str], number: int) -> int | None:
    """Where the introduction of a quotation begins that ends on this line; it may span four lines."""
    line = lines[number]
    if phrases.DATED_ADDRESS.match(line):
        return number
    joined = line
    for start in range(number, max(number - 3, -1), -1):
        if start < number:
            if not lines[start].strip() or lines[start].lstrip().startswith(">"):
                return None
            joined = f"{lines[start]} {joined}"
        if _introduces(joined, lines, number):
            return _widened(lines, start, number)
    return None


def _introduces(joined: str, lines: list[str], number: int) -> bool:
    if len(joined) > 500 or not phrases.WROTE.search(joined):
        return False
    address = phrases.ADDRESS.search(joined)
    clock = phrases.CLOCK.search(joined)
    date = phrases.DATE.search(joined)
    starts = phrases.STARTS.match(joined)
    if (address and (clock or date)) or (clock and date) or (starts and clock):
        return True
    return bool(address or date or clock or starts) and _quote_follows(lines, number)


def _quote_follows(lines: list[str], number: int) -> bool:
    following = next((line for line in lines[number + 1 : number + 4] if line.strip()), "")
    return following.lstrip().startswith(">")


def _widened(lines: list[str], start: int, number: int) -> int:
    """Take in a line above that begins the introduction: "On 12 Nov 2026 … Name", then "<address> wrote:"."""
    above = lines[start - 1] if start else ""
    named = any(phrases.ADDRESS.search(line) for line in lines[start : number + 1])
    if not named and phrases.ADDRESS.search(above) and not above.lstrip().startswith(">"):
        return start - 1
    if phrases.STARTS.match(lines[start]):
        return start
    for above in (start - 1, start - 2):
        if above < 0 or number - above > 2 or not lines[above].strip():
            break
        if lines[above].lstrip().startswith(">"):
            break
        if phrases.STARTS.match(lines[above]) and not lines[above].rstrip().endswith((".", "!", "?")):
            return above
    follows = lines[start].lstrip().startswith("<") and start > 0 and lines[start - 1].strip()
    return start - 1 if follows else start


def _is_header_block(lines: list[str], number: int) -> bool:
    """A block "From:, Sent:, To:, Subject:": its first line names the sender and two other fields follow."""
    if _label(lines[number]) != "from":
        return False
    met = {"from"}
    misses = 0
    for line in lines[number + 1 : number + HEADER_LINES]:
        label = _label(line)
        if label:
            met.add(label)
        elif line.strip():
            misses += 1
        if misses > 2:
            break
    return len(met) >= 3


def _label(line: str) -> str:
    match = phrases.LABEL_LINE.match(line)
    if not match:
        return ""
    word = match[1].split()[0].replace("İ", "i").casefold()
    return phrases.LABEL_OF.get(word, "")


def _above_rule(lines: list[str], number: int) -> int:
    """Begin at the ruled line, or forward separator, directly above a header block."""
    for above in (number - 1, number - 2):
        if above >= 0 and phrases.RULE.match(lines[above]):
            return above
        if above >= 0 and lines[above].strip():
            break
    return number


def _above_attribution(lines: list[str], number: int) -> int:
    for above in range(number - 1, max(number - 4, -1), -1):
        if lines[above].strip():
            if lines[above].rstrip().endswith(phrases.COLONS):
                start = _attribution_start(lines, above)
                return above if start is None else start
            break
    return number


def _inline_answers(quoted: list[str], sample: list[str]) -> tuple[list[str], list[str]] | None:
    """Own lines between or below lines that ">" marks as quoted, and the marked ones; none without either."""
    head = next((index for index, line in enumerate(sample) if line.lstrip().startswith(">")), None)
    if head is None or any(line.strip() for line in sample[min(head, 5) : head]):
        return None
    answers: list[str] = []
    marked: list[str] = list(quoted[:head])
    for index in range(head, len(quoted)):
        line = quoted[index]
        if line.lstrip().startswith(">") or _is_wrapped_quote(quoted, index):
            marked.append(line)
            if answers and answers[-1].strip():
                answers.append("")
        elif line.strip() or answers:
            answers.append(line)
    return (answers, marked) if any(line.strip() for line in answers) else None


def _is_wrapped_quote(lines: list[str], index: int) -> bool:
    """The broken-off tail of a long quoted line, standing without its mark between two marked lines."""
    if not 0 < index < len(lines) - 1 or not lines[index].strip():
        return False
    before, after = lines[index - 1].lstrip(), lines[index + 1].lstrip()
    return before.startswith(">") and after.startswith(">") and len(before) > 60 and len(lines[index]) < 30


def _without_arrows(lines: list[str]) -> tuple[list[str], list[str]]:
    own = [line for line in lines if not line.lstrip().startswith(">")]
    if not any(line.strip() for line in own):
        return lines, []
    return own, [line for line in lines if line.lstrip().startswith(">")]


def _without_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """Fold away everything from the signature mark, "sent from my …" at the end, or a legal notice."""
    cut = len(lines)
    for number, line in enumerate(lines[:MAX_LINES]):
        if phrases.SIGNATURE.match(line) and number > 0:
            cut = number
            break
        head = line[:MAX_LINE]
        if phrases.DISCLAIMER.match(head) and number > 0 and _is_last_paragraphs(lines, number):
            cut = number
            break
        if phrases.SENT_FROM.match(head) and _is_near_end(lines, number):
            cut = number
            break
    while cut > 0 and cut < len(lines) and not lines[cut - 1].strip():
        cut -= 1
    if cut > 0 and cut < len(lines) and phrases.RULE.match(lines[cut - 1][:MAX_LINE]):
        cut -= 1
    return lines[:cut], lines[cut:]


def _is_near_end(lines: list[str], number: int) -> bool:
    return (
        sum(1 for line in lines[number + 1 : number + 50] if line.strip()) <= 3 and len(lines) - number < 50
    )


def _is_last_paragraphs(lines: list[str], number: int) -> bool:
    """A notice is long or last; a customer's sentence that begins alike is followed by more talk."""
    rest = [line for line in lines[number:] if line.strip()]
    return len(rest) <= 12 and (sum(map(len, rest)) > 120 or len(rest) == 1)
