"""Find the words that introduce a quotation: "… wrote:", a ruled line, a block of From, Sent and Subject."""

from muhatap.channels.adapters.email import quote_phrases as phrases

HEADER_LINES = 12
Place = tuple[int, int]


def first_introduction(lines: list[str]) -> Place | None:
    """Where the first introduction begins, and the line after it; none in a mail that quotes nothing."""
    for number, line in enumerate(lines):
        if not line.strip() or line.lstrip().startswith(">"):
            continue
        start = _start_at(lines, number)
        if start is not None:
            return start, end_of_introduction(lines, number)
    return None


def end_of_introduction(lines: list[str], number: int) -> int:
    """The line after an introduction that begins, or is recognised, at a line."""
    end = number
    for _ in range(3):
        last = _end_at(lines, end)
        if last is None:
            break
        end = last
        while end < len(lines) and not lines[end].strip():
            end += 1
    return end


def _start_at(lines: list[str], number: int) -> int | None:
    line = lines[number]
    if any(marker in line.casefold() for marker in phrases.MARKERS):
        return _above_attribution(lines, number)
    if line.rstrip().endswith(phrases.COLONS) or phrases.WROTE_RULED.search(line):
        start = _attribution_start(lines, number)
        if start is not None:
            return start
    elif phrases.COLON_THEN_TEXT.search(line):
        text = phrases.WROTE_THEN_TEXT.match(line)
        if text and _introduces(text[1], lines, number):
            return number
    if phrases.SEPARATOR.match(line):
        return number
    if _header_block_end(lines, number) is not None:
        return _above_rule(lines, number)
    return None


def _end_at(lines: list[str], number: int) -> int | None:
    """The line after what introduces here, none when nothing does."""
    if number >= len(lines) or lines[number].lstrip().startswith(">"):
        return None
    block = _header_block_end(lines, number)
    if block is not None:
        return block
    if phrases.SEPARATOR.match(lines[number]) or phrases.RULE.match(lines[number]):
        return number + 1
    for last in range(number, min(number + 4, len(lines))):
        line = lines[last]
        if not line.strip():
            return None
        ruled = phrases.WROTE_RULED.search(line)
        if (line.rstrip().endswith(phrases.COLONS) or ruled) and _attribution_start(lines, last) is not None:
            return last + 1
    return None


def _attribution_start(lines: list[str], number: int) -> int | None:
    """Where the introduction of a quotation begins that ends on this line; it may span four lines."""
    joined = lines[number]
    for start in range(number, max(number - 3, -1), -1):
        if start < number:
            if not lines[start].strip() or lines[start].lstrip().startswith(">"):
                return None
            joined = f"{lines[start]} {joined}"
        if phrases.DATED_ADDRESS.match(joined):
            return start
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
    if address and (clock or date):
        return True
    told = phrases.TOLD.search(joined)
    if not told and ((clock and date) or (starts and clock)):
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


def _header_block_end(lines: list[str], number: int) -> int | None:
    """The line after a block "From:, Sent:, To:, Subject:" that begins here, in whatever order.

    People write such fields too, in letters and of money transfers: so an address must stand among them, or
    both a date and a subject; a block that does not begin with its sender needs more.
    """
    first = _label(lines[number])
    if not first:
        return None
    if first == "from" and len(set(map(_meaning, phrases.LABELS_IN_LINE.findall(lines[number]))) - {""}) >= 3:
        return number + 1
    met = {first}
    end = number + 1
    misses = 0
    for place in range(number + 1, min(number + HEADER_LINES, len(lines))):
        line = lines[place]
        label = _label(line)
        if label:
            met.add(label)
            end = place + 1
        elif line.strip():
            misses += 1
        elif first != "from" or len(met) >= 3:
            break
        if misses > 2:
            break
    if first == "from":
        sure = {"sent", "subject"} <= met or any(phrases.ADDRESS.search(line) for line in lines[number:end])
        return end if sure and len(met) >= 3 else None
    sender = any(_label(line) == "from" and phrases.ADDRESS.search(line) for line in lines[number:end])
    return end if sender and len(met) >= 4 else None


def _label(line: str) -> str:
    match = phrases.LABEL_LINE.match(line)
    if not match:
        return ""
    return _meaning(match[1].split()[0])


def _meaning(word: str) -> str:
    return phrases.LABEL_OF.get(word.replace("İ", "i").casefold(), "")


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
