"""The answers to a topic's questions, kept as JSON: asked alike on both databases."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, BooleanField, Case, F, Func, Q, TextField, Value, When
from django.db.models.functions import Lower
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual

from muhatap.cases.conditions.fields import Facts, Viewpoint, key
from muhatap.cases.conditions.values import compare, read_number, thousandths
from muhatap.topics.answers import WITH_MILS, WITHOUT_CENTS

_LOOKUPS = {"=": Exact, "<": LessThan, "<=": LessThanOrEqual, ">": GreaterThan, ">=": GreaterThanOrEqual}
_YES = frozenset({"yes", "evet", "true"})
_NO = frozenset({"no", "hayir", "false"})
_MANY = 1000
_FACTORS = (
    f"WHEN {{currency}} IN ({', '.join(repr(each) for each in sorted(WITHOUT_CENTS))}) THEN {_MANY} "
    f"WHEN {{currency}} IN ({', '.join(repr(each) for each in sorted(WITH_MILS))}) THEN 1 ELSE 10 END"
)


class _Answer(Func):
    """An expression over one key of the answers; the key consists of word characters and hyphens alone."""

    sqlite = postgresql = ""

    def __init__(self, code: str) -> None:
        super().__init__(F("fields"))
        self.code = code

    def as_sql(self, compiler: Any, connection: Any, **_extra: Any) -> tuple[str, list[Any]]:
        sql, params = compiler.compile(self.source_expressions[0])
        template = self.postgresql if connection.vendor == "postgresql" else self.sqlite
        return template.format(fields=sql, code=self.code), list(params) * template.count("{fields}")


class _Thousandths(_Answer):
    """A number or an amount of money in thousandths; null for everything else."""

    output_field = BigIntegerField()
    sqlite = (
        "CASE json_type({fields}, '$.\"{code}\"') "
        "WHEN 'integer' THEN json_extract({fields}, '$.\"{code}\"') * 1000 "
        "WHEN 'real' THEN CAST(ROUND(json_extract({fields}, '$.\"{code}\"') * 1000) AS INTEGER) "
        "WHEN 'object' THEN CASE json_type({fields}, '$.\"{code}\".minor') WHEN 'integer' THEN "
        "json_extract({fields}, '$.\"{code}\".minor') * CASE "
        + _FACTORS.format(currency="json_extract({fields}, '$.\"{code}\".currency')")
        + " END END"
    )
    postgresql = (
        "CASE jsonb_typeof({fields} -> '{code}') "
        "WHEN 'number' THEN ROUND(({fields} ->> '{code}')::numeric * 1000)::bigint "
        "WHEN 'object' THEN CASE jsonb_typeof({fields} -> '{code}' -> 'minor') WHEN 'number' THEN "
        "({fields} -> '{code}' ->> 'minor')::bigint * CASE "
        + _FACTORS.format(currency="({fields} -> '{code}' ->> 'currency')")
        + " END END"
    )


class _Said(_Answer):
    """A text as it is, yes and no as words; empty for everything else."""

    output_field = TextField()
    sqlite = (
        "CASE json_type({fields}, '$.\"{code}\"') WHEN 'text' THEN json_extract({fields}, '$.\"{code}\"') "
        "WHEN 'true' THEN 'yes' WHEN 'false' THEN 'no' ELSE '' END"
    )
    postgresql = (
        "CASE jsonb_typeof({fields} -> '{code}') WHEN 'string' THEN {fields} ->> '{code}' "
        "WHEN 'boolean' THEN CASE {fields} ->> '{code}' WHEN 'true' THEN 'yes' ELSE 'no' END ELSE '' END"
    )


def q(operator: str, value: str, _seen: Viewpoint, name: str) -> Q:
    """The cases whose answer is this one, or stands in this order to a number; `*` for any answer."""
    code = name.partition(".")[2]
    if value == "*":
        return Q(fields__has_key=code)
    number = read_number(value)
    wanted = Q()
    if operator == "=":
        wanted = Q(Exact(Lower(_Said(code)), Value(_said(value))))
    if number is None:
        return wanted
    compared = _LOOKUPS[operator](_Thousandths(code), Value(thousandths(number)))
    # Never null, so that a denial holds where there is no number.
    is_so = Case(When(compared, then=Value(True)), default=Value(False), output_field=BooleanField())
    return wanted | Q(Exact(is_so, Value(True)))


def holds(operator: str, value: str, facts: Facts, _seen: Viewpoint, name: str) -> bool:
    """The same of the facts of one case."""
    code = name.partition(".")[2]
    answers: Mapping[str, Any] = facts["fields"]
    if value == "*":
        return code in answers
    answer = answers.get(code)
    if operator == "=" and _text(answer) == _said(value):
        return True
    number, found = read_number(value), _number(answer)
    return number is not None and found is not None and compare(found, operator, thousandths(number))


def _said(value: str) -> str:
    word = key(value)
    return "yes" if word in _YES else "no" if word in _NO else value.lower()


def _text(answer: Any) -> str:
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return answer.lower() if isinstance(answer, str) else ""


def _number(answer: Any) -> int | None:
    match answer:
        case bool():
            return None
        case int() | float():
            return round(Decimal(str(answer)) * _MANY)
        case {"minor": int(minor)} if not isinstance(minor, bool):
            currency = answer.get("currency")
            return minor * (_MANY if currency in WITHOUT_CENTS else 1 if currency in WITH_MILS else 10)
    return None
