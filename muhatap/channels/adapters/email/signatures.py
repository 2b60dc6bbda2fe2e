"""Find where a person's words end and a signature, a device's advertisement or a legal notice begins."""

import re

from muhatap.channels.adapters.email import signature_phrases as signs

MAX_NOTICE_LINES = 40
MAX_SIGNATURE_LINES = 14
MAX_SIGNATURE_LINE = 90


def signature_start(lines: list[str]) -> int:
    """How many of these lines, none of them empty, are words; what comes after is signature or notice."""
    end = len(lines)
    for _ in range(3):
        before = end
        for find in (_dashes, _notice, _device, _closing):
            end = find(lines[:end])
        if end == before:
            break
    return end


def _dashes(lines: list[str]) -> int:
    """The mark of RFC 3676; mailers that drop its space are believed when short lines follow."""
    for number, line in enumerate(lines):
        if signs.SIGNATURE.match(line):
            return number
        last = len(lines) - number <= MAX_SIGNATURE_LINES
        if last and line.rstrip() in ("--", "—") and max(map(len, lines[number:])) <= MAX_SIGNATURE_LINE:
            return number
    return len(lines)


def _notice(lines: list[str]) -> int:
    """A notice speaks of secrets, recipients and liability; a customer's sentence only begins alike."""
    for number in range(max(len(lines) - MAX_NOTICE_LINES, 0), len(lines)):
        if signs.DISCLAIMER.match(lines[number]) or signs.FOOTER.match(lines[number]):
            rest = lines[number:]
            asks = any(line.rstrip().endswith("?") for line in rest)
            if signs.FOOTER.match(lines[number]) or (not asks and _speaks_law("\n".join(rest))):
                return _above_rule(lines, number)
    return len(lines)


def _speaks_law(text: str) -> bool:
    needed = 1 if signs.NOTICE_TITLE.match(text) else 2
    return len({folded(word)[:6] for word in signs.LAW.findall(text[:5_000])}) >= needed


def _device(lines: list[str]) -> int:
    for number in range(max(len(lines) - 4, 0), len(lines)):
        if signs.SENT_FROM.match(lines[number]):
            return _above_rule(lines, number)
    return len(lines)


def _above_rule(lines: list[str], number: int) -> int:
    return number - 1 if number and signs.RULE.match(lines[number - 1]) else number


def _closing(lines: list[str]) -> int:
    """A closing formula or a ruled line, then only names and at least one way to reach the writer."""
    for number in range(max(len(lines) - MAX_SIGNATURE_LINES, 1), len(lines)):
        line = lines[number]
        if not (is_closing(line) or signs.RULE.match(line)):
            continue
        greets = folded(line).strip(" ,.!") in signs.GREETINGS
        if greets and all(signs.HELLO.match(above) for above in lines[:number][:3]):
            continue
        rest = lines[number + 1 :]
        if any(signs.REACHING.search(above) for above in lines[max(0, number - 20) : number]):
            return len(lines)
        if any(_is_contact(one) for one in rest) and all(_is_contact(one) or _is_name(one) for one in rest):
            return number
    return len(lines)


def is_closing(line: str) -> bool:
    """Whether a line is nothing but a formula such as "Saygılarımla,"."""
    return len(line) < 60 and folded(line).strip(" ,.!;:*_\u3002\uff0c") in signs.CLOSINGS


def folded(line: str) -> str:
    """Lower case in which the Turkish i's are one letter."""
    return line.replace("İ", "i").casefold().replace("ı", "i")


def _is_contact(line: str) -> bool:
    if len(line) > MAX_SIGNATURE_LINE or signs.ACCOUNT.search(line):
        return False
    if signs.REACHED_BY.search(line) or signs.STREET.search(folded(line)):
        return True
    return bool(signs.PHONE.fullmatch(line.strip()))


def _is_name(line: str) -> bool:
    """A name, title or firm: few words, the first with a capital, no figures, not a sentence."""
    words = re.findall(r"[^\W\d_]+", line)
    if not words or len(words) > 8 or len(line) > 60 or any(letter.isdigit() for letter in line):
        return False
    ends = line.rstrip()[-1]
    sentence = ends in "?!:" or (ends in ".\u3002" and len(words[-1]) > 3)
    return not words[0][0].islower() and not sentence
