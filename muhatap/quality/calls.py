"""What calls come to: times, shares, and the words that were said; pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from muhatap.kernel.text import fold

Turn = tuple[str, int, int, str]


@dataclass(frozen=True, slots=True)
class CallSeen:
    """One call: seconds of talk, hold and wrap-up, how it ended, and its words where they may be analysed.

    `may_analyse` is None where no transcript came, and False where nobody was told of the recording.
    """

    case_number: str
    is_answered: bool
    talk: int = 0
    hold: int = 0
    wrap_up: int = 0
    is_transferred: bool = False
    is_abandoned: bool = False
    may_analyse: bool | None = None
    turns: tuple[Turn, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class CallTally:
    """Calls added up; means are of answered calls, shares of all, None where there are none."""

    calls: int
    answered: int
    talk: Fraction | None
    hold: Fraction | None
    wrap_up: Fraction | None
    handling: Fraction | None
    transferred: Fraction | None
    abandoned: Fraction | None
    agent_share: Fraction | None
    silence: Fraction | None
    analysed: int
    blocked: int


def tally(calls: Iterable[CallSeen]) -> CallTally:
    """Handling is talk, hold and wrap-up; silence is what nobody's turn covers up to the end of the last."""
    seen = list(calls)
    answered = [each for each in seen if each.is_answered]
    heard = [each for each in seen if each.may_analyse and each.turns]
    agent, customer, silent, whole = (
        (sum(each) for each in zip(*(_parts(call.turns) for call in heard), strict=True))
        if heard
        else (0, 0, 0, 0)
    )
    return CallTally(
        calls=len(seen),
        answered=len(answered),
        talk=_mean([each.talk for each in answered]),
        hold=_mean([each.hold for each in answered]),
        wrap_up=_mean([each.wrap_up for each in answered]),
        handling=_mean([each.talk + each.hold + each.wrap_up for each in answered]),
        transferred=_share(sum(each.is_transferred for each in answered), len(answered)),
        abandoned=_share(sum(each.is_abandoned for each in seen), len(seen)),
        agent_share=_share(agent, agent + customer),
        silence=_share(silent, whole),
        analysed=len(heard),
        blocked=sum(each.may_analyse is False for each in seen),
    )


def words_said(calls: Iterable[CallSeen], words: Sequence[str]) -> list[tuple[str, int, list[str]]]:
    """Each word with the calls that it was said in, and their cases; words without a notice never count."""
    found: Counter[str] = Counter()
    numbers: dict[str, list[str]] = {}
    for call in calls:
        turns = call.turns if call.may_analyse else ()
        text = fold(" ".join((call.note, *(turn[3] for turn in turns))))
        for word in words:
            if word.strip() and fold(word.strip()) in text:
                found[word] += 1
                numbers.setdefault(word, []).append(call.case_number)
    return [(word, count, list(dict.fromkeys(numbers[word]))) for word, count in found.most_common()]


def _parts(turns: Sequence[Turn]) -> tuple[int, int, int, int]:
    agent = sum(ends - begins for who, begins, ends, _ in turns if who == "agent")
    customer = sum(ends - begins for who, begins, ends, _ in turns if who != "agent")
    covered, reached = 0, 0
    for _, begins, ends, _ in sorted(turns, key=lambda turn: turn[1]):
        covered += max(0, ends - max(begins, reached))
        reached = max(reached, ends)
    return agent, customer, reached - covered, reached


def _mean(values: Sequence[int]) -> Fraction | None:
    return Fraction(sum(values), len(values)) if values else None


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
