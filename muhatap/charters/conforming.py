"""What of a charter does not conform to the schema, as problems that a person can act on."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from muhatap.charters.errors import Path, Problem, gettext_noop, path_text, problem_at
from muhatap.charters.loading import Loaded
from muhatap.charters.schema import charter_schema

_ = gettext_noop

_KINDS = {
    "object": _("a set of keys"),
    "array": _("a list"),
    "string": _("a text"),
    "integer": _("a whole number"),
    "boolean": _("true or false"),
}
_TOO_SHORT = ("minLength", "minItems", "minProperties")
_TOO_LONG = ("maxLength", "maxItems", "maxProperties")
_MOST_CHOICES = 20
_LEAST_START = 3


def schema_problems(loaded: Loaded) -> list[Problem]:
    """Return every place where the file's values do not conform to the charter's schema."""
    return _found_by(_validator(), loaded)


def problems_by(schema: dict[str, Any], loaded: Loaded) -> list[Problem]:
    """Return every place where the file's values do not conform to a schema."""
    return _found_by(Draft202012Validator(schema), loaded)


def _found_by(validator: Draft202012Validator, loaded: Loaded) -> list[Problem]:
    found: list[Problem] = []
    for error in validator.iter_errors(loaded.values):
        found += _problems(error, loaded)
    meant = {(_around(each), dict(each.params)["near"]) for each in found if each.code == "unknown_key_near"}
    # A misspelled key is one fault, not also a missing one.
    return [each for each in found if each.code != "missing_key" or (each.path, _key(each)) not in meant]


def nearest(word: str, choices: list[str]) -> str:
    """Return the choice that was probably meant, or an empty text."""
    folded = {each.casefold(): each for each in reversed(choices)}
    started = [each for each in folded if len(each) >= _LEAST_START and word.casefold().startswith(each)]
    if len(started) == 1:
        return folded[started[0]]
    close = get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.7)
    return folded[close[0]] if close else ""


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(charter_schema())


def _problems(error: ValidationError, loaded: Loaded) -> list[Problem]:
    path: Path = tuple(error.absolute_path)
    schema: dict[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    if "propertyNames" in error.absolute_schema_path:
        key = str(error.instance)
        place = loaded.key_place((*path, key))
        return [problem_at(place, (*path, key), "bad_format", value=key, example=_example(schema))]
    match error.validator:
        case "additionalProperties":
            extra = [key for key in error.instance if key not in schema["properties"]]
            return [_unknown_key(path, key, list(schema["properties"]), loaded) for key in extra]
        case "required":
            missing = [key for key in error.validator_value if key not in error.instance]
            return [_missing_key(path, key, schema, loaded) for key in missing]
    code, params = _value_problem(error, schema)
    return [problem_at(loaded.value_place(path), path, code, **params)]


def _value_problem(error: ValidationError, schema: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    value, limit = error.instance, error.validator_value
    if error.validator == "type" and limit == "string" and isinstance(value, bool | int | float):
        return "not_text", {"found": _found(value), "value": value}
    if error.validator == "type":
        return "wrong_type", {"wanted": _KINDS[limit], "found": _found(value)}
    if error.validator == "enum":
        return _not_a_choice(value, schema)
    if error.validator in ("pattern", "const"):
        return "bad_format", {"value": _short(value), "example": _example(schema)}
    if error.validator in _TOO_SHORT:
        return "too_short", {"limit": limit}
    if error.validator in _TOO_LONG:
        return "too_long", {"limit": limit}
    if error.validator in ("minimum", "maximum"):
        return "out_of_range", {"value": value, "limit": limit}
    if error.validator == "uniqueItems":
        return "repeated", {}
    return "invalid", {"reason": error.message}


def _not_a_choice(value: Any, schema: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    choices = [str(each) for each in schema["enum"]]
    near = nearest(str(value), choices) if isinstance(value, str) else ""
    if near:
        return "not_a_choice_near", {"value": _short(value), "near": near}
    words = _example(schema) if len(choices) > _MOST_CHOICES else ", ".join(choices)
    return "not_a_choice", {"value": _short(value), "choices": words}


def _unknown_key(path: Path, key: str, choices: list[str], loaded: Loaded) -> Problem:
    place = loaded.key_place((*path, key))
    near = nearest(key, choices)
    if near:
        return problem_at(place, (*path, key), "unknown_key_near", key=key, near=near)
    return problem_at(place, (*path, key), "unknown_key", key=key, choices=", ".join(choices))


def _missing_key(path: Path, key: str, schema: dict[str, Any], loaded: Loaded) -> Problem:
    description = schema["properties"][key]["description"]
    return problem_at(loaded.key_place(path), path, "missing_key", key=key, description=description)


def _around(problem: Problem) -> str:
    """Return the path of what the key stands in."""
    key = "." + _key(problem)
    return problem.path.removesuffix(key) if problem.path.endswith(key) else path_text(())


def _key(problem: Problem) -> str:
    return dict(problem.params)["key"]


def _example(schema: dict[str, Any]) -> str:
    return str(schema.get("examples", [schema.get("title", "")])[0])


def _found(value: Any) -> str:
    if value is None:
        return _("nothing")
    names = {bool: "boolean", int: "integer", str: "string", dict: "object", list: "array"}
    return _KINDS.get(names.get(type(value), ""), _("a number"))


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
