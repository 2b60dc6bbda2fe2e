"""Card numbers that were sent in pieces over several messages."""

import re
from dataclasses import dataclass

from muhatap.kernel import cards, damm
from muhatap.kernel.detectors import Found, Predicate
from muhatap.kernel.digits import Shadow, shadow_of
from muhatap.kernel.masking import mask

_REACH = 80
_STARS = "*" * 9
_HEAD_RUN = re.compile(r"[0-9](?:[ .\-/,]{0,8}[0-9])*")
_TAIL_RUN = re.compile(r"(?:[0-9][ .\-/,]{0,8})*[0-9](?=[^0-9]*\Z)")
_GROUP = re.compile(r"[0-9]+")
_SILENT = re.compile(r"[ .\-/,]*")

Span = tuple[int, int]
Groups = list[Span]


@dataclass(frozen=True, slots=True)
class SplitMasked:
    """Both messages masked, and what a card split over them took from each (offsets in the originals)."""

    previous: str
    text: str
    previous_found: tuple[Found, ...]
    found: tuple[Found, ...]

    @property
    def is_split(self) -> bool:
        """Whether a card number began in the earlier text, which therefore must be stored anew."""
        return bool(self.previous_found)


def mask_split(previous_tail: str, text: str, is_own_number: Predicate = damm.is_own_number) -> SplitMasked:
    """Mask `text`, and a card that began at the end of `previous_tail` (earlier messages, one per line)."""
    split = _split_card(shadow_of(previous_tail), shadow_of(text))
    if split is None:
        alone = mask(text, is_own_number)
        return SplitMasked(previous_tail, alone.text, (), alone.found)
    before, after = split
    rest = mask(text[after.end :], is_own_number)
    moved = tuple(Found(item.kind, item.start + after.end, item.end + after.end) for item in rest.found)
    masked = text[: after.start] + _STARS + _last_four(text[: after.end]) + rest.text
    previous = previous_tail[: before.start] + _STARS + previous_tail[before.end :]
    return SplitMasked(previous, masked, (before,), (after, *moved))


def _split_card(previous: Shadow, text: Shadow) -> tuple[Found, Found] | None:
    tail, head = _TAIL_RUN.search(previous.text[-_REACH * 2 :]), _HEAD_RUN.search(text.text[: _REACH * 2])
    if not tail or not head or head.start() > _REACH:
        return None
    shift = max(0, len(previous.text) - _REACH * 2)
    earlier = [(a + shift, b + shift) for a, b in _spans(tail)]
    later = _spans(head)
    if len(previous.text) - earlier[-1][1] > _REACH:
        return None
    between = previous.text[earlier[-1][1] :] + text.text[: later[0][0]]
    found = _longest(previous.text, earlier, text.text, later, has_words=not _SILENT.fullmatch(between))
    if found is None:
        return None
    first, last = found
    return (
        Found("card", *previous.span(earlier[first][0], earlier[-1][1])),
        Found("card", *text.span(later[0][0], later[last][1])),
    )


def _spans(run: re.Match) -> Groups:
    return [match.span() for match in _GROUP.finditer(run.string, *run.span())]


def _longest(previous: str, earlier: Groups, text: str, later: Groups, *, has_words: bool) -> Span | None:
    """From which earlier group to which later one the longest card reaches; None if there is none."""
    heads = [text[start:end] for start, end in later]
    best, longest = None, 0
    for first in range(len(earlier)):
        pieces = [previous[start:end] for start, end in earlier[first:]]
        for last in range(len(heads)):
            groups = [*pieces, *heads[: last + 1]]
            digits = "".join(groups)
            if len(digits) > max(cards.LONGEST, longest):
                break
            if len(digits) > longest and _is_card(groups, digits, has_words=has_words):
                best, longest = (first, last), len(digits)
    return best


def _is_card(groups: list[str], digits: str, *, has_words: bool) -> bool:
    if not has_words and all(len(group) == 4 for group in groups[:-1]):
        return cards.is_card_number(digits)
    return cards.is_scheme_card(digits)


def _last_four(text: str) -> str:
    return "".join(_GROUP.findall(shadow_of(text).text))[-4:]
