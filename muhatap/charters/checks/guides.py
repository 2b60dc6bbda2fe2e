"""Quick-fix guides: every answer leads somewhere, every step can be reached, and nobody walks in a circle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from muhatap.charters.checks.sheet import Sheet
from muhatap.charters.errors import Path
from muhatap.help_centre.guides import ENDS, ways_of


def check_guides(sheet: Sheet) -> None:
    """Note what is wrong with guides, and with topics that name one."""
    for path, guide in sheet.entries("guides"):
        _check_steps(sheet, (*path, "steps"), guide["steps"])
    known = sheet.values.get("guides", {})
    named = set()
    for path, topic in sheet.entries("topics"):
        sheet.must_exist((*path, "guide"), topic.get("guide", ""), "guide", known)
        named.add(topic.get("guide"))
    for path, _guide in sheet.entries("guides"):
        if path[1] not in named:
            sheet.note_key(path, "guide_unused", guide=path[1])


def _check_steps(sheet: Sheet, path: Path, steps: Sequence[Mapping[str, Any]]) -> None:
    codes = [step["code"] for step in steps]
    sheet.must_differ([((*path, place, "code"), code) for place, code in enumerate(codes)], "step")
    for place, step in enumerate(steps):
        here = (*path, place)
        if step["code"] in ENDS:
            sheet.note((*here, "code"), "guide_step_is_end", value=step["code"])
        answers = step.get("answers", [])
        sheet.must_differ(
            [((*here, "answers", at, "code"), answer["code"]) for at, answer in enumerate(answers)], "answer"
        )
        for at, answer in enumerate(answers):
            leads_to = answer.get("to", "")
            sheet.must_exist((*here, "answers", at, "to"), leads_to, "step", [*codes, *sorted(ENDS)])
    if len(set(codes)) == len(codes):
        _check_ways(sheet, path, steps)


def _check_ways(sheet: Sheet, path: Path, steps: Sequence[Mapping[str, Any]]) -> None:
    ways = ways_of(steps)
    circle = _circle(ways, steps[0]["code"])
    if circle:
        place = next(at for at, step in enumerate(steps) if step["code"] == circle[0])
        sheet.note_key((*path, place), "guide_circle", circle=" → ".join(circle))
        return
    reached = _reached(ways, steps[0]["code"])
    for place, step in enumerate(steps):
        if step["code"] not in reached:
            sheet.note_key((*path, place), "guide_unreachable", step=step["code"])


def _reached(ways: Mapping[str, Sequence[str]], first: str) -> set[str]:
    reached, waiting = set(), [first]
    while waiting:
        code = waiting.pop()
        if code in ways and code not in reached:
            reached.add(code)
            waiting += ways[code]
    return reached


def _circle(ways: Mapping[str, Sequence[str]], first: str) -> list[str]:
    """The first circle on the way from the first step, its beginning at both ends."""
    walked: list[str] = []
    done: set[str] = set()
    waiting = [(first, iter(ways.get(first, ())))]
    walked.append(first)
    while waiting:
        _code, further = waiting[-1]
        following = next((each for each in further if each in ways and each not in done), None)
        if following is None:
            waiting.pop()
            done.add(walked.pop())
        elif following in walked:
            return [*walked[walked.index(following) :], following]
        else:
            walked.append(following)
            waiting.append((following, iter(ways[following])))
    return []
