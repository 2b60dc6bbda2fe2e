"""The inputs of a form by name, and the rows of its repeating groups: pure."""

from collections.abc import Iterator, Mapping

from muhatap.portal.plan import FormPlan
from muhatap.topics.answers import rows_of
from muhatap.topics.questions import Question


def input_names(plan: FormPlan, given: Mapping[str, str]) -> Iterator[str]:
    """Every input that the form has, with as many rows as `given` says."""
    for question in plan.questions:
        yield from _names(question, given, question.code)
    for item in plan.evidence:
        yield f"file-{item.code}-reason"


def only_known(plan: FormPlan, given: Mapping[str, str]) -> dict[str, str]:
    """What was sent for the inputs of this form; anything else is dropped."""
    return {name: given[name] for name in input_names(plan, given) if given.get(name)}


def with_asked_rows(plan: FormPlan, given: Mapping[str, str], action: str) -> dict[str, str]:
    """The answers after a button `add-row:CODE` or `drop-row:CODE:ROW`; any other button changes nothing."""
    verb, _, rest = action.partition(":")
    code, _, row = rest.partition(":")
    question = plan.question(code)
    if question is None or question.kind != "group":
        return dict(given)
    if verb == "add-row":
        return with_row(question, given)
    if verb == "drop-row" and row.isdecimal() and len(row) < 5:
        return without_row(question, given, int(row))
    return dict(given)


def with_row(question: Question, given: Mapping[str, str]) -> dict[str, str]:
    """The answers with one more empty row in a group, up to its maximum."""
    rows = min(rows_of(question, given) + 1, question.max_items)
    return {**given, f"{question.code}-rows": str(rows)}


def without_row(question: Question, given: Mapping[str, str], row: int) -> dict[str, str]:
    """The answers without one row of a group; the rows after it move up."""
    rows = rows_of(question, given)
    if not 0 <= row < rows or rows <= max(question.min_items, 1):
        return dict(given)
    kept = {name: value for name, value in given.items() if not _row_of(question, name)}
    for number in [each for each in range(rows) if each != row]:
        target = number if number < row else number - 1
        start = f"{question.code}-{number}-"
        kept |= {
            f"{question.code}-{target}-{name.removeprefix(start)}": value
            for name, value in given.items()
            if name.startswith(start)
        }
    return {**kept, f"{question.code}-rows": str(rows - 1)}


def _row_of(question: Question, name: str) -> bool:
    rest = name.removeprefix(f"{question.code}-")
    return rest != name and rest.split("-")[0].isdecimal()


def _names(question: Question, given: Mapping[str, str], name: str) -> Iterator[str]:
    if question.kind != "group":
        yield from (name + part for part in question.parts)
        if question.or_reason:
            yield f"{name}-reason"
        return
    yield f"{name}-rows"
    for row in range(rows_of(question, given, name)):
        for inner in question.questions:
            yield from _names(inner, given, f"{name}-{row}-{inner.code}")
