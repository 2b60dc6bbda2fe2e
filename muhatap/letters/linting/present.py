"""What a letter must say: an answer to every point with reasons, remedy, appeal, outside body: pure."""

import re
from collections.abc import Iterator, Mapping

from muhatap.letters.linting.facts import (
    DATED,
    DECIDING,
    LATE,
    RECEIPTS,
    DecidedPoint,
    Flaw,
    LetterFacts,
    Sort,
)
from muhatap.letters.linting.phrases import (
    APPEAL,
    BECAUSE,
    DECIDED,
    FINAL,
    FRESH_EYES,
    NOT_HERE,
    OPENS_AGAIN,
    REFUND_REFUSED,
    SETTLED,
    SUMMARY,
    VERIFIED,
    names_day,
    pattern_of,
)
from muhatap.letters.linting.reading import lowered, words_of

LINES_OF_SUMMARY = 5
REASON_WORDS = 4
_OUTSIDE = DECIDING | {
    Sort.EIGHT_WEEKS,
    Sort.SETTLED,
    Sort.ROUTE,
    Sort.UNCONFIRMED,
    Sort.REF_REFUSE,
    Sort.DSR_OUT,
    Sort.DSR_REFUSE,
    Sort.DPC_OUT,
}
# These say why: what was refused, put off, asked for once more, or found.
REASONED = frozenset({Sort.REF_REFUSE, Sort.DSR_ID, Sort.DSR_EXT, Sort.DSR_REFUSE, Sort.DPC_OUT})
_PAYING = frozenset({Sort.REF_APPROVE, Sort.REF_PAID})
_SAFE_WAY = frozenset({Sort.SENSITIVE, Sort.DSR_OUT})
# What a letter must say in its own words, by its sort.
_SAYS: Mapping[Sort, tuple[str, Mapping[str, tuple[str, ...]]]] = {
    Sort.SETTLED: ("settled_missing", SETTLED),
    Sort.APPEAL_BEGUN: ("fresh_eyes_missing", FRESH_EYES),
    Sort.UNCONFIRMED: ("opens_again_missing", OPENS_AGAIN),
    Sort.REF_REFUSE: ("refusal_missing", REFUND_REFUSED),
    Sort.KYC_OK: ("verified_missing", VERIFIED),
    Sort.SENSITIVE: ("not_here_missing", NOT_HERE),
}
_POINT = re.compile(r"^\s*(?:(?:nokta|point)\s+)?(\d{1,2})\s*[.):]\s+(?=\S)", re.IGNORECASE)


def missing_from(text: str, facts: LetterFacts) -> Iterator[Flaw]:
    """Every thing that the letter owes its reader and does not say."""
    small = _even(lowered(text, facts.language))
    if facts.number not in text:
        yield Flaw("number_missing", facts.number)
    yield from _summary(text, facts)
    if facts.sort in DECIDING:
        yield from _points(text, facts)
        yield from _outcome(text, facts)
        yield from _remedy(small, facts)
        yield from _appeal(small, facts)
    if facts.sort in DATED:
        yield from _new_date(small, facts)
    if facts.sort in LATE and not pattern_of(BECAUSE[facts.language]).search(small):
        yield Flaw("why_late_missing")
    if facts.sort in _SAYS:
        rule, phrases = _SAYS[facts.sort]
        if not pattern_of(phrases[facts.language]).search(small):
            yield Flaw(rule)
    if facts.sort in _OUTSIDE:
        yield from _bodies(small, facts)
    if facts.sort is Sort.ROUTE and not facts.bodies:
        yield Flaw("route_nowhere")
    yield from _of_cases(text, small, facts)
    if facts.signer and _even(lowered(facts.signer, facts.language)) not in small:
        yield Flaw("signature_missing", facts.signer)


def answers_of(text: str) -> Mapping[int, tuple[int, str]]:
    """What stands under each numbered point: its line, and its words to the end of the paragraph.

    Where the point's own words stand alone, the paragraph that follows belongs to it.
    """
    answers: dict[int, tuple[int, str]] = {}
    number = 0
    for place, line in enumerate(text.splitlines(), start=1):
        match = _POINT.match(line)
        if match:
            number = int(match[1])
            answers.setdefault(number, (place, ""))
        began, said = answers.get(number, (0, ""))
        if number and not line.strip() and said.strip().count("\n"):
            number = 0
        elif number:
            answers[number] = (began, f"{said}\n{line}")
    return answers


def said_finding(text: str, language: str) -> str:
    """How a passage decides, empty where it does not say so."""
    small = _even(lowered(text, language))
    return next((name for name, said in DECIDED[language] if pattern_of(said).search(small)), "")


def _points(text: str, facts: LetterFacts) -> Iterator[Flaw]:
    answers = answers_of(text)
    for point in facts.points:
        if point.number not in answers:
            yield Flaw("point_unanswered", str(point.number))
            continue
        line, said = answers[point.number]
        yield from _answer(point, line, said, facts.language)


def _answer(point: DecidedPoint, line: int, said: str, language: str) -> Iterator[Flaw]:
    asked = _even(lowered(point.text, language))
    answer = _even(lowered(_POINT.sub("", said.strip(), count=1), language)).replace(asked, " ")
    finding = said_finding(answer, language)
    if not finding:
        yield Flaw("decision_missing", str(point.number), line)
    elif finding != point.finding:
        yield Flaw("decision_differs", str(point.number), line)
    for _, phrases in DECIDED[language]:
        answer = pattern_of(phrases).sub(" ", answer)
    if len(words_of(answer)) < REASON_WORDS:
        yield Flaw("reason_missing", str(point.number), line)


def _outcome(text: str, facts: LetterFacts) -> Iterator[Flaw]:
    inside = {
        line for line, said in answers_of(text).values() for line in range(line, line + said.count("\n"))
    }
    lines = enumerate(text.splitlines(), start=1)
    around = "\n".join(line for place, line in lines if place not in inside)
    said = said_finding(around, facts.language)
    if facts.outcome and said != facts.outcome:
        yield Flaw("outcome_differs" if said else "outcome_missing")


def _remedy(small: str, facts: LetterFacts) -> Iterator[Flaw]:
    language = facts.language
    if not _tells(small, facts.remedy, language):
        yield Flaw("remedy_missing", facts.remedy)
    elif facts.remedy and facts.do_by and not names_day(small, facts.do_by, language):
        yield Flaw("remedy_day_missing", facts.do_by.isoformat())


def _appeal(small: str, facts: LetterFacts) -> Iterator[Flaw]:
    wanted = APPEAL if facts.may_appeal and facts.sort is Sort.FINAL else FINAL
    if not pattern_of(wanted[facts.language]).search(small):
        yield Flaw("appeal_missing" if wanted is APPEAL else "final_missing")


def _bodies(small: str, facts: LetterFacts) -> Iterator[Flaw]:
    for body in facts.bodies:
        if _even(lowered(body.name, facts.language)) not in small:
            yield Flaw("body_missing", body.name)
        elif body.last_on and not names_day(small, body.last_on, facts.language):
            yield Flaw("body_day_missing", f"{body.name}|{body.last_on.isoformat()}")


def _of_cases(text: str, small: str, facts: LetterFacts) -> Iterator[Flaw]:
    """What letters beside complaints owe: reason and appeal, the sum and its day, when we had it."""
    if facts.sort in REASONED and not (facts.reason and _tells(small, facts.reason, facts.language)):
        yield Flaw("because_missing", facts.reason)
    if facts.sort is Sort.REF_REFUSE and not pattern_of(APPEAL[facts.language]).search(small):
        yield Flaw("appeal_missing")
    if facts.sort in _PAYING:
        yield from _payment(small, facts)
    if facts.sort in RECEIPTS and (not facts.moment or facts.moment not in text):
        yield Flaw("moment_missing", facts.moment)
    if facts.sort in _SAFE_WAY and facts.address not in text:
        yield Flaw("safe_way_missing", facts.address)
    for name, said in facts.parts:
        if not said or not _tells(small, said, facts.language):
            yield Flaw("part_missing", name)


def _payment(small: str, facts: LetterFacts) -> Iterator[Flaw]:
    if not facts.amount or _even(lowered(facts.amount, facts.language)) not in small:
        yield Flaw("amount_missing", facts.amount)
    if facts.pay_by is None or not names_day(small, facts.pay_by, facts.language):
        yield Flaw("payday_missing", facts.pay_by.isoformat() if facts.pay_by else "")
    is_told = facts.reference and _even(lowered(facts.reference, facts.language)) in small
    if facts.sort is Sort.REF_PAID and not is_told:
        yield Flaw("reference_missing", facts.reference)


def _tells(small: str, wanted: str, language: str) -> bool:
    """Whether a text holds the better half of somebody's words, and all of their numbers."""
    said = [word[:5] for word in words_of(lowered(wanted, language)) if len(word) > 3]
    told = {word[:5] for word in words_of(small)}
    numbers = re.findall(r"\d+(?:[.,]\d+)*", wanted)
    is_there = all(re.search(rf"(?<!\d){re.escape(each)}(?!\d)", small) for each in numbers)
    return is_there and 2 * sum(word in told for word in said) >= len(said)


def _new_date(small: str, facts: LetterFacts) -> Iterator[Flaw]:
    if facts.new_date is None or not names_day(small, facts.new_date, facts.language):
        yield Flaw("new_date_missing", facts.new_date.isoformat() if facts.new_date else "")


def _summary(text: str, facts: LetterFacts) -> Iterator[Flaw]:
    lines = text.splitlines()
    wanted = SUMMARY[facts.language]
    place = next(
        (at for at, line in enumerate(lines) if lowered(line.strip(" :"), facts.language) in wanted), None
    )
    if place is None:
        yield Flaw("summary_missing")
        return
    after = [line.strip() for line in lines[place + 1 :]]
    while after and not after[0]:
        after.pop(0)
    count = next((at for at, line in enumerate(after) if not line), len(after))
    if not 1 <= count <= LINES_OF_SUMMARY:
        yield Flaw("summary_long", str(count), place + 1)
    before = [number for number, (line, _) in answers_of(text).items() if line <= place]
    if before:
        yield Flaw("summary_late", "", place + 1)


def _even(text: str) -> str:
    return " ".join(text.split())
