"""A wrong condition as a page shows it: the text with the place marked, what is wrong, and what helps."""

from dataclasses import dataclass

from muhatap.cases.conditions import BadCondition, words_of_fault


@dataclass(frozen=True, slots=True)
class Fault:
    """A condition that could not be read, in the words of the page."""

    before: str
    wrong: str
    after: str
    message: str
    remedy: str


def fault_of(text: str, fault: BadCondition) -> Fault:
    """The fault in a typed text; one without a place of its own is looked for by the value that it names."""
    at, end = fault.at, fault.end
    given = str(fault.params.get("given", ""))
    if end <= at and given and given in text:
        at = text.index(given)
        end = at + len(given)
    message, remedy = words_of_fault(fault)
    return Fault(text[:at], text[at:end], text[end:], message, remedy)
