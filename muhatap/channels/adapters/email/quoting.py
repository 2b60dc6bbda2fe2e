"""Part what somebody wrote from what they quote; line by line, in linear time, never an empty answer.

The known library (mail-parser-reply) knows no Turkish and needs quadratic time on hostile text, so every
language stands in our own table. Every line with words ends up on exactly one of the two sides.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from muhatap.channels.adapters.email import introductions, signatures
from muhatap.channels.adapters.email import quote_phrases as phrases

MAX_LINES = 20_000
MAX_LINE = 400
QUESTION_LINES = 5
ANNOUNCING_LINES = 12


@dataclass(frozen=True, slots=True)
class Split:
    """A mail's own words, and the rest: quotations, signature and legal notices."""

    reply: str
    quoted: str


@dataclass(frozen=True, slots=True)
class Hints:
    """What HTML said beside its words: the line where a quotation begins, and the lines of a signature."""

    quoted_from: int | None = None
    signature: frozenset[int] = frozenset()


def split_reply(text: str, hints: Hints | None = None) -> Split:
    """Own words and quoted words of a mail; all of it is own when nothing else would remain."""
    hints = hints or Hints()
    lines = text.replace("\r\n", "\n").split("\n")
    sample = [line[:MAX_LINE] for line in lines[:MAX_LINES]]
    present = [number for number, line in enumerate(lines) if line.strip()]
    cut = _cut(sample, hints)
    marked = {number for number in range(len(sample)) if sample[number].lstrip().startswith(">")}
    above = [number for number in present if cut is None or number < cut[0]]
    own = [number for number in above if number not in marked]
    questions = _questions(sample, above, own, marked)
    if cut:
        answers, answered = _answers_below(sample, present, cut[1], marked)
        own += answers
        questions |= answered
    own, armour = _without_armour(sample, own)
    if cut and _says_more_below(sample, above, own, cut):
        return Split(text.strip(), "")
    kept = _without_signatures(lines, present, own, hints)
    kept = kept or _without_signatures(lines, present, armour, hints)
    if not kept and cut and phrases.FORWARDS.search(" ".join(sample[cut[0] : cut[1]])):
        return Split(text.strip(), "")
    kept = kept or own or armour
    if not kept:
        return Split(text.strip(), "")
    shown = questions.union(kept)
    rest = [number for number in present if number not in shown]
    return Split(_joined(lines, sorted(shown), questions).strip(), _joined(lines, rest).strip("\n"))


def _cut(sample: list[str], hints: Hints) -> introductions.Place | None:
    """Where the quotation begins and where the words that introduce it end; none when nothing is quoted."""
    found = introductions.first_introduction(sample)
    if hints.quoted_from is None or (found and found[0] <= hints.quoted_from):
        return found
    start = hints.quoted_from
    return start, introductions.end_of_introduction(sample, start)


def _answers_below(
    sample: list[str], present: list[int], end: int, marked: set[int]
) -> tuple[list[int], set[int]]:
    """Own lines between or below lines that ">" marks as quoted, and the marked ones that they answer."""
    below = [number for number in present if number >= end and number < len(sample)]
    if not below or below[0] not in marked:
        return [], set()
    answers = [
        number
        for place, number in enumerate(below)
        if number not in marked and not _is_wrapped_quote(sample, below, place)
    ]
    return answers, _questions(sample, below, answers, marked)


def _says_more_below(sample: list[str], above: list[int], own: list[int], cut: introductions.Place) -> bool:
    """Whether somebody announces answers within a quotation whose lines nothing marks."""
    if len(own) > ANNOUNCING_LINES or not set(own) <= set(above):
        return False
    if any(line.lstrip().startswith(">") for line in sample[cut[0] :]):
        return False
    return bool(phrases.ANSWERS_BELOW.search("\n".join(sample[number] for number in own)))


def _is_wrapped_quote(sample: list[str], below: list[int], place: int) -> bool:
    """The broken-off tail of a long quoted line, standing without its mark between two marked lines."""
    if not 0 < place < len(below) - 1:
        return False
    number = below[place]
    if below[place - 1] != number - 1 or below[place + 1] != number + 1:
        return False
    before, after = sample[number - 1].lstrip(), sample[number + 1].lstrip()
    return before.startswith(">") and after.startswith(">") and len(before) > 60 and len(sample[number]) < 30


def _questions(sample: list[str], present: list[int], own: Iterable[int], marked: set[int]) -> set[int]:
    """The quoted lines directly above an answer, where somebody answers point by point."""
    answered = set(own)
    blocks: list[list[int]] = []
    above: list[int] = []
    talks = gap = False
    for number in present:
        if number in marked:
            if not sample[number].strip("> \t"):
                gap = True
                continue
            if talks or gap or (above and number != above[-1] + 1):
                above = []
            above.append(number)
            talks = gap = False
        elif number in answered:
            if not talks:
                blocks.append(above[-QUESTION_LINES:])
            talks = True
    if len(blocks) < 2:
        return set()
    return {number for block in blocks for number in block}


def _without_armour(sample: list[str], own: list[int]) -> tuple[list[int], list[int]]:
    """Own lines without the frame of a mail signed in plain text (RFC 9580, 7), and as they were."""
    heads = [place for place, number in enumerate(own[:20]) if _matches(phrases.ARMOUR_HEAD, sample, number)]
    if not heads:
        return own, own
    first = heads[0]
    kept = own[:first]
    body = first + 1
    while body < len(own) and _matches(phrases.ARMOUR_FIELD, sample, own[body]):
        body += 1
    for number in own[body:]:
        if _matches(phrases.ARMOUR_TAIL, sample, number):
            break
        kept.append(number)
    return kept, own


def _matches(pattern, sample: list[str], number: int) -> bool:
    return number < len(sample) and bool(pattern.match(sample[number]))


def _without_signatures(lines: list[str], present: list[int], own: list[int], hints: Hints) -> list[int]:
    """Own lines without signatures and notices, looked for in each run of own lines by itself."""
    kept: list[int] = []
    for run in _runs(present, own):
        run = [number for number in run if number not in hints.signature]
        cut = signatures.signature_start([lines[number][:MAX_LINE] for number in run])
        kept += run[:cut]
    return kept


def _runs(present: list[int], own: list[int]) -> list[list[int]]:
    chosen = set(own)
    runs: list[list[int]] = [[]]
    for number in present:
        if number in chosen:
            runs[-1].append(number)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _joined(lines: list[str], numbers: list[int], questions: set[int] | None = None) -> str:
    """Some of the lines with the empty lines between them; one empty line where others stood between."""
    out: list[str] = []
    before = -1
    for number in numbers:
        if out:
            gap = lines[before + 1 : number]
            if any(line.strip() for line in gap):
                out.append("")
            elif gap:
                out += gap
            elif questions and number in questions and before not in questions:
                out.append("")
        out.append(lines[number])
        before = number
    return "\n".join(out)
