"""Reading a condition from text or from how it was stored: pure.

status:open,waiting -queue:x priority:>=high (is:late OR due:<2h) "words in a row" prefi*
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from muhatap.cases.conditions.faults import BadCondition
from muhatap.cases.conditions.fields import ORDERED, Field, Kind, Vocabulary, nearest_choice
from muhatap.cases.conditions.tree import (
    JOINING_WORDS,
    OPERATORS,
    Condition,
    Test,
    Words,
    all_of,
    any_of,
    negated,
)
from muhatap.cases.conditions.values import read_day, read_number, read_span
from muhatap.kernel.text import clean, fold

TEXT_AT_MOST = 2000
PARTS_AT_MOST = 60
DEPTH_AT_MOST = 8

_GAP = re.compile(r"\s*")
_FIELD = re.compile(r"([^\W\d][\w-]*(?:\.[\w-]+)?):(?!//)")
_OPERATOR = re.compile(r"<=|>=|<|>|=|≥|≤")
_VALUE = re.compile(r'"([^"]*)"?|([^\s,()"]+)')
_PHRASE = re.compile(r'"([^"]*)"?')
_WORD = re.compile(r'[^\s()"]+')
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,190}")
_CODE_LENGTH = 80
_SIGNS = {"≥": ">=", "≤": "<="}
_STORED = {"is": "=", "below": "<", "at_most": "<=", "above": ">", "at_least": ">="}


@dataclass(slots=True)
class _Reader:
    text: str
    vocabulary: Vocabulary
    at: int = 0
    parts: int = 0

    def either(self, depth: int) -> Condition:
        """Alternatives up to the end or to a bracket that closes."""
        found = [self.together(depth)]
        while self._joining("OR", "VEYA"):
            found.append(self.together(depth))
        return any_of(found)

    def together(self, depth: int) -> Condition:
        """Parts that stand beside each other."""
        found: list[Condition] = []
        while not self._is_over() and not self._sees("OR", "VEYA"):
            if self._joining("AND", "VE"):
                continue
            part = self.one(depth)
            if part is not None:
                found.append(part)
        return all_of(found)

    def one(self, depth: int) -> Condition | None:
        """One part; None for signs that say nothing."""
        self.parts += 1
        if self.parts > PARTS_AT_MOST:
            raise BadCondition("too_many", self.at, len(self.text), most=PARTS_AT_MOST)
        text, at = self.text, self.at
        if text[at] == "-" and re.match(r"-+[^\s)-]", text[at:]):
            self.at += 1
            part = self.one(depth)
            return None if part is None else negated(part)
        if text[at] == "(":
            return self._bracket(depth)
        if text[at] == '"':
            return self._written(_PHRASE.match(text, at), "phrase")
        named = _FIELD.match(text, at)
        return self._test(named) if named else self._written(_WORD.match(text, at), "word")

    def skip(self) -> None:
        """Go on to the next sign."""
        self.at = _GAP.match(self.text, self.at).end()  # type: ignore[union-attr]

    def _bracket(self, depth: int) -> Condition:
        opened = self.at
        if depth >= DEPTH_AT_MOST:
            raise BadCondition("too_deep", opened, opened + 1, most=DEPTH_AT_MOST)
        self.at += 1
        inner = self.either(depth + 1)
        self.skip()
        if self.at >= len(self.text):
            raise BadCondition("not_closed", opened, opened + 1)
        self.at += 1
        return inner

    def _written(self, match: re.Match[str] | None, form: str) -> Words | None:
        assert match is not None
        self.at = match.end()
        said = match[1].strip() if form == "phrase" else match[0]
        if form == "word" and len(said) > 1 and said.endswith("*"):
            said, form = said.rstrip("*"), "prefix"
        return Words(said, form) if any(letter.isalnum() for letter in said) else None

    def _test(self, named: re.Match[str]) -> Test:
        field = self.vocabulary.field(named[1])
        if field is None:
            near = self.vocabulary.nearest(named[1])
            raise BadCondition("unknown_field", named.start(), named.end(), given=named[1], near=near)
        self.at = named.end()
        sign = _OPERATOR.match(self.text, self.at)
        operator = _SIGNS.get(sign[0], sign[0]) if sign else "="
        self.at = sign.end() if sign else self.at
        values: list[str] = []
        while True:
            found = _VALUE.match(self.text, self.at)
            given = (found[1] if found[2] is None else found[2]).strip() if found else ""
            if found is None or not given:
                raise BadCondition("no_value", named.start(), self.at, field=field.name)
            values.append(read_value(field, given, operator, found.start(), found.end()))
            self.at = found.end()
            if self.text[self.at : self.at + 1] != ",":
                break
            self.at += 1
        check_order(field, operator, values, named.start(), self.at)
        return Test(name_of(field, named[1]), tuple(dict.fromkeys(values)), operator)

    def _is_over(self) -> bool:
        self.skip()
        return self.at >= len(self.text) or self.text[self.at] == ")"

    def _sees(self, *words: str) -> re.Match[str] | None:
        self.skip()
        word = _WORD.match(self.text, self.at)
        return word if word and word[0] in words else None

    def _joining(self, *words: str) -> bool:
        word = self._sees(*words)
        if word:
            self.at = word.end()
        return word is not None


def read(text: str, vocabulary: Vocabulary) -> Condition:
    """The condition that a text says; `BadCondition` with its place where it cannot be read."""
    text = clean(text, single_line=True)
    if len(text) > TEXT_AT_MOST:
        raise BadCondition("too_long", TEXT_AT_MOST, len(text), most=TEXT_AT_MOST)
    reader = _Reader(text, vocabulary)
    found = reader.either(0)
    if reader.at < len(text):
        raise BadCondition("not_opened", reader.at, reader.at + 1)
    return found


def read_plain(plain: Any, vocabulary: Vocabulary) -> Condition:
    """The condition that was stored; whatever no text could say is refused like a wrong text."""
    count = [0]

    def one(part: Any, depth: int) -> Condition:
        count[0] += 1
        if count[0] > 4 * PARTS_AT_MOST or depth > 4 * DEPTH_AT_MOST:
            raise BadCondition("too_many", count[0], most=PARTS_AT_MOST)
        match part:
            case {"all": list(parts), **rest} if not rest:
                return all_of(one(each, depth + 1) for each in parts)
            case {"any": list(parts), **rest} if not rest and parts:
                return any_of(one(each, depth + 1) for each in parts)
            case {"not": inner, **rest} if not rest:
                return negated(one(inner, depth + 1))
            case {"words": str(said), "form": str(form), **rest} if not rest:
                return _stored_words(said, form, count[0])
            case {"field": str(name), **rest} if len(rest) == 1:
                return _stored_test(name, rest, vocabulary, count[0])
        raise BadCondition("not_stored_so", count[0])

    return one(plain, 0)


def read_value(field: Field, given: str, operator: str, at: int, end: int) -> str:
    """A value in its one spelling."""
    value = _value_of(field, given, operator)
    if value is None:
        raise BadCondition(
            f"bad_{field.kind}", at, end, field=field.name, given=given, near=nearest_choice(field, given)
        )
    return value


def check_order(field: Field, operator: str, values: list[str], at: int, end: int) -> None:
    """Refuse an order of values that have none, an order of several, and spans without one."""
    if operator != "=" and field.kind not in ORDERED:
        raise BadCondition("no_order", at, end, field=field.name)
    if operator != "=" and len(values) > 1:
        raise BadCondition("one_value", at, end, field=field.name)
    needs_order = field.kind is Kind.SPAN or (field.kind is Kind.AHEAD and _has_span(values))
    if operator == "=" and needs_order:
        raise BadCondition("needs_order", at, end, field=field.name, given=values[0])


def name_of(field: Field, written: str) -> str:
    """The field's own name, for an answer with the code of its question."""
    return f"{field.name}.{written.partition('.')[2]}" if field.kind is Kind.ANSWER else field.name


def _has_span(values: list[str]) -> bool:
    return any(read_span(value) for value in values)


def _value_of(field: Field, given: str, operator: str) -> str | None:
    plain = fold(given).strip()
    choice = field.choice(given)
    match field.kind:
        case Kind.CHOICE | Kind.RANK | Kind.FLAG:
            return choice.code if choice else None
        case Kind.DAY:
            return read_day(plain)
        case Kind.AHEAD:
            return read_day(plain) or read_span(plain)
        case Kind.SPAN:
            return read_span(plain)
        case Kind.ANSWER if operator != "=":
            return read_number(plain)
        case _ if choice:
            return choice.code
        case Kind.PERSON:
            return given.lower() if _EMAIL.fullmatch(given) else None
        case Kind.CODE:
            return given if len(given) <= _CODE_LENGTH else None
    return given


def _stored_words(said: str, form: str, place: int) -> Words:
    words = Words(said, form)
    is_sound = form in {"word", "prefix", "phrase"} and said not in JOINING_WORDS
    if not is_sound or len(said) > TEXT_AT_MOST or read(words.to_text(), Vocabulary(())) != words:
        raise BadCondition("not_stored_so", place)
    return words


def _stored_test(name: str, rest: Mapping[Any, Any], vocabulary: Vocabulary, place: int) -> Test:
    ((sign, given),) = rest.items()
    operator = _STORED.get(sign, "")
    if operator not in OPERATORS or not isinstance(given, list) or not given:
        raise BadCondition("not_stored_so", place)
    field = vocabulary.field(name)
    if field is None:
        raise BadCondition("unknown_field", place, given=name, near=vocabulary.nearest(name))
    if not all(isinstance(each, str) and each.strip() == each and each and '"' not in each for each in given):
        raise BadCondition("not_stored_so", place)
    values = [read_value(field, each, operator, place, place) for each in given[:PARTS_AT_MOST]]
    check_order(field, operator, values, place, place)
    return Test(name_of(field, name), tuple(dict.fromkeys(values)), operator)
