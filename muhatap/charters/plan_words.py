"""A plan in words, for the console and for the desk: what changes, and what it would have done."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muhatap.calendars.spans import Span, SpanError
from muhatap.charters.differences import Change, Sort, is_text
from muhatap.charters.effects import Effect, Replay
from muhatap.charters.field_words import field_words, section_words
from muhatap.charters.shape import CharterDocument
from muhatap.promises.explaining import condition_name
from muhatap.promises.wording import clock_words, span_words
from muhatap.ui.durations import duration_words

_SPANS = frozenset({"limit", "target", "pause_cap", "after"})
_LONGEST = 140


@dataclass(frozen=True, slots=True)
class Line:
    """One difference in words; `now` and `then` are empty where there was or will be nothing."""

    section: str
    what: str
    now: str
    then: str
    path: str
    sort: str

    def __str__(self) -> str:
        match self.sort:
            case Sort.ADDED:
                return _("%(what)s: new: %(then)s") % {"what": self.what, "then": self.then}
            case Sort.REMOVED:
                return _("%(what)s: gone; it was: %(now)s") % {"what": self.what, "now": self.now}
            case Sort.REORDERED:
                said = {"what": self.what, "now": self.now, "then": self.then}
                return _("%(what)s: another order: %(now)s → %(then)s") % said
            case _:
                return f"{self.what}: {self.now} → {self.then}"


def lines_of(
    changes: Iterable[Change], charters: tuple[CharterDocument | None, CharterDocument], language: str
) -> list[Line]:
    """The differences between these two charters in words; names and texts in the reader's language."""
    named = _names(charters, language)
    return [_line(change, named, language) for change in changes]


def effect_words(effect: Effect) -> list[str]:
    """What one change of promise would have done, as sentences without a stop."""
    said = []
    if not effect.after:
        said.append(_times(effect.clocks, _no_longer))
    elif not effect.before:
        said.append(_times(effect.clocks, _newly))
    if effect.earlier:
        shift = {"count": effect.earlier, "by": duration_words(-effect.earliest_shift)}
        words = ngettext(
            "%(count)d due time earlier, by up to %(by)s",
            "%(count)d due times earlier, by up to %(by)s",
            effect.earlier,
        )
        said.append(words % shift)
    if effect.later:
        shift = {"count": effect.later, "by": duration_words(effect.latest_shift)}
        words = ngettext(
            "%(count)d due time later, by up to %(by)s",
            "%(count)d due times later, by up to %(by)s",
            effect.later,
        )
        said.append(words % shift)
    if effect.broken:
        said.append(_times(effect.broken, _broken))
    if effect.mended:
        said.append(_times(effect.mended, _mended))
    return said or [_("no due time moves")]


def effect_name(effect: Effect) -> str:
    """Which promise an effect is about: the clock, and the codes where another promise takes over."""
    codes = " → ".join(dict.fromkeys(code or "–" for code in (effect.before, effect.after)))
    return f"{clock_words(effect.clock)} ({codes})"


def change_words(change: str) -> str:
    """What would have become of one clock."""
    words = {
        "broken": _("would have been broken"),
        "mended": _("would have been kept"),
        "earlier": _("due earlier"),
        "later": _("due later"),
    }
    return words[change]


def replay_words(replay: Replay, day: Callable[[Any], str]) -> str:
    """The sum of a replay in one sentence."""
    said = {
        "cases": replay.cases,
        "clocks": replay.clocks,
        "since": day(replay.since),
        "moved": replay.moved,
        "broken": replay.broken,
        "mended": replay.mended,
    }
    return (
        _(
            "Cases since %(since)s: %(cases)d, their promises: %(clocks)d. Other due times: %(moved)d. "
            "Broken that were kept: %(broken)d. Kept that were broken: %(mended)d."
        )
        % said
    )


def _no_longer(count: int) -> str:
    return ngettext(
        "%(count)d promise would not have been made", "%(count)d promises would not have been made", count
    )


def _newly(count: int) -> str:
    return ngettext(
        "%(count)d promise would have been made in addition",
        "%(count)d promises would have been made in addition",
        count,
    )


def _broken(count: int) -> str:
    return ngettext(
        "%(count)d promise would have been broken that was kept",
        "%(count)d promises would have been broken that were kept",
        count,
    )


def _mended(count: int) -> str:
    return ngettext(
        "%(count)d promise would have been kept that was broken",
        "%(count)d promises would have been kept that were broken",
        count,
    )


def _times(count: int, words: Callable[[int], str]) -> str:
    return words(count) % {"count": count}


def _names(
    charters: tuple[CharterDocument | None, CharterDocument], language: str
) -> dict[tuple[str, str], str]:
    """What the entries of both charters are called, the newer word last."""
    named: dict[tuple[str, str], str] = {}
    for document in charters:
        if document is None:
            continue
        for section in ("calendars", "channels", "teams", "queues", "groups", "topics", "plans"):
            for entry in getattr(document, section):
                named[section, entry.code] = entry.name.in_language(language)
        for promise in document.promises:
            conditions = document.conditions_of(promise)
            named["promises", promise.id] = _promise_name(promise.clock, promise.id, conditions)
    return named


def _promise_name(clock: str, code: str, conditions: dict[str, list[str]]) -> str:
    if not conditions:
        return f"{clock_words(clock)} ({code})"
    said = "; ".join(f"{condition_name(name)}: {_short(values)}" for name, values in conditions.items())
    return f"{clock_words(clock)} ({code}; {said})"


def _short(values: list[str]) -> str:
    return ", ".join(values[:4]) + (f" +{len(values) - 4}" if len(values) > 4 else "")


def _line(change: Change, named: dict[tuple[str, str], str], language: str) -> Line:
    section, *rest = change.place or ("charter",)
    what = [section_words(section)]
    if rest:
        # The name of an entry says which section it is in, except where it is a mere key.
        what = [named[section, rest[0]]] if (section, rest[0]) in named else [*what, field_words(rest[0])]
        what += [field_words(step) for step in rest[1:]]
    key = change.place[-1] if change.place else ""
    before, after = change.before, change.after
    if is_text(before) and is_text(after):
        before, after = _differing(before, after, language)
    return Line(
        section=section_words(section),
        what=", ".join(what),
        now=_value(key, before, language),
        then=_value(key, after, language),
        path=change.path,
        sort=change.sort.value,
    )


def _differing(before: dict[str, str], after: dict[str, str], language: str) -> tuple[Any, Any]:
    """The reader's own language where it differs, else the languages that do."""
    differ = [each for each in {**before, **after} if before.get(each) != after.get(each)]
    if language in differ:
        return before.get(language, ""), after.get(language, "")
    return ({each: said.get(each, "") for each in differ} for said in (before, after))


def _value(key: str, value: Any, language: str) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case str() if key in _SPANS and _is_span(value):
            return span_words(value)
        case dict() if is_text(value):
            return value[language] if language in value else "; ".join(value.values())
        case dict():
            return _entry(value, language)
        case list():
            return _cut(_list(value, language))
        case _:
            return _cut(str(value))


def _entry(value: dict[str, Any], language: str) -> str:
    """A whole entry by its name and its times, else as it is written."""
    name = value.get("name") or value.get("label") or value.get("text")
    if not is_text(name):
        return _cut(json.dumps(value, ensure_ascii=False))
    times = [span_words(value[key]) for key in ("target", "limit") if _is_span(value.get(key, ""))]
    said = _value("", name, language)
    return _cut(f"{said} ({', '.join(times)})" if times else said)


def _list(value: list[Any], language: str) -> str:
    if value and all(isinstance(each, list) and len(each) == 2 for each in value):
        return ", ".join(f"{start}–{end}" for start, end in value)
    return ", ".join(_value("", each, language) for each in value) or "–"


def _is_span(value: str) -> bool:
    try:
        Span.parse(value)
    except SpanError:
        return False
    return True


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
