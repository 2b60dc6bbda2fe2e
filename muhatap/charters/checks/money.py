"""Payment methods and refunds: times, bounds, fees, contradicting rules, and forms about payments."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from muhatap.charters.checks.reckoning import check_counted, check_pair
from muhatap.charters.checks.sheet import Sheet
from muhatap.charters.errors import Path

_TIMES = ("past_datetime", "past_date")
_CONDITIONS = ("nature", "method", "jurisdiction")


def check_money(sheet: Sheet) -> None:
    """Note what is wrong with payment methods, refund terms and forms that ask about a payment."""
    for path, method in sheet.entries("payment_methods"):
        for direction in ("deposit", "withdrawal"):
            if direction in method:
                _check_flow(sheet, (*path, direction), method[direction])
    _check_refunds(sheet)
    for path, topic in sheet.entries("topics"):
        if "payment" in topic:
            _check_payment(sheet, (*path, "payment"), topic)
        if "promotion" in topic:
            _check_promotion(sheet, (*path, "promotion"), topic)


def _check_flow(sheet: Sheet, path: Path, flow: dict[str, Any]) -> None:
    check_pair(sheet, path, ("usual", flow.get("usual", "")), ("within", flow["within"]))
    check_counted(sheet, path, flow, ("usual", "within"))
    bounds = flow.get("bounds", [])
    places = [((*path, "bounds", index, "currency"), each["currency"]) for index, each in enumerate(bounds)]
    sheet.must_differ(places, "currency")
    for index, each in enumerate(bounds):
        if "minimum" in each and "maximum" in each and Decimal(each["minimum"]) > Decimal(each["maximum"]):
            words = {"minimum": each["minimum"], "maximum": each["maximum"]}
            sheet.note((*path, "bounds", index, "minimum"), "bounds_order", **words)
    fee = flow.get("fee", {})
    if "fixed" in fee and "currency" not in fee:
        sheet.note_key((*path, "fee"), "fee_currency")


def _check_refunds(sheet: Sheet) -> None:
    rules = list(sheet.entries("refund_terms"))
    sheet.must_differ([((*path, "id"), rule["id"]) for path, rule in rules], "refund rule")
    methods, countries = sheet.values.get("payment_methods", {}), sheet.values.get("jurisdictions", {})
    for place, (path, rule) in enumerate(rules):
        check_pair(sheet, path, ("target", rule.get("target", "")), ("limit", rule["limit"]))
        check_counted(sheet, path, rule, ("target", "limit"))
        for index, code in enumerate(rule.get("method", [])):
            sheet.must_exist((*path, "method", index), code, "payment method", methods)
        for index, code in enumerate(rule.get("jurisdiction", [])):
            sheet.must_exist((*path, "jurisdiction", index), code, "jurisdiction", countries)
        for earlier, other in rules[:place]:
            if _same_refunds(other, rule):
                line = sheet.line_of((*earlier, "id"))
                sheet.note((*path, "id"), "refund_ambiguous", other=other["id"], first=line)
                break


def _same_refunds(one: dict[str, Any], two: dict[str, Any]) -> bool:
    if one.get("within_days") != two.get("within_days"):
        return False
    named = [key for key in _CONDITIONS if key in one]
    if named != [key for key in _CONDITIONS if key in two]:
        return False
    return all(set(one[key]) & set(two[key]) for key in named)


def _check_promotion(sheet: Sheet, path: Path, topic: dict[str, Any]) -> None:
    fields = {field["code"]: field for field in topic.get("fields", [])}
    for name, kind in (
        ("last_day", "date"),
        ("turnover", "amount"),
        ("done", "amount"),
        ("deposit", "amount"),
    ):
        code = topic["promotion"].get(name)
        if not code:
            continue
        sheet.must_exist((*path, name), code, "field", fields)
        if code in fields and fields[code]["kind"] != kind:
            _note_kind(sheet, (*path, name), fields[code], "a condition of a promotion", kind)


def _check_payment(sheet: Sheet, path: Path, topic: dict[str, Any]) -> None:
    said = topic["payment"]
    fields = {
        each["code"]: each for each in (*topic.get("fields", []), *sheet.values.get("common_fields", []))
    }
    for key in ("method", "at"):
        sheet.must_exist((*path, key), said[key], "field", fields)
    at, method = fields.get(said["at"]), fields.get(said["method"])
    if at is not None and at["kind"] not in _TIMES:
        _note_kind(sheet, (*path, "at"), at, "the time of a payment", "past_datetime")
    if method is None:
        return
    if method["kind"] != "choice":
        _note_kind(sheet, (*path, "method"), method, "the method of a payment", "choice")
        return
    _check_choices(sheet, path, said["direction"], method)


def _check_choices(sheet: Sheet, path: Path, direction: str, method: dict[str, Any]) -> None:
    methods = sheet.values.get("payment_methods", {})
    known = [code for code, entry in methods.items() if direction in entry]
    for choice in method.get("choices", []):
        if choice["code"] not in known:
            words = {"value": choice["code"], "direction": direction, "choices": ", ".join(known) or "–"}
            sheet.note((*path, "method"), "payment_choice", **words)


def _note_kind(sheet: Sheet, path: Path, field: dict[str, Any], meaning: str, wanted: str) -> None:
    words = {"field": field["code"], "kind": field["kind"], "meaning": meaning, "wanted": wanted}
    sheet.note(path, "payment_field", **words)
