"""What the rule packs in force say of requests about data."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from muhatap.brands.queries import packs_in_force, section_of
from muhatap.calendars.days import day_after
from muhatap.calendars.spans import Span, SpanError
from muhatap.customers.countries import jurisdiction_of
from muhatap.privacy.models import PrivacyRequest

CLOCK = "dsr"


def longest_extension(request: PrivacyRequest, at: datetime) -> date | None:
    """The last day of the longer time that the person's law allows; None where it allows none, or too late.

    It can be taken only while the usual time runs (GDPR art. 12(3)).
    """
    case = request.case
    asked_on = request.asked_at.astimezone(ZoneInfo(case.brand.zone)).date()
    today = at.astimezone(ZoneInfo(case.brand.zone)).date()
    where = (section_of(case.brand, "jurisdictions") or {}).get(
        jurisdiction_of(case.brand, case.customer)
    ) or {}
    for pack in packs_in_force(case.brand):
        if pack.code not in where.get("packs", ()):
            continue
        for usual, longest in _spans(pack.text):
            if longest is not None and today <= day_after(asked_on, usual):
                return day_after(asked_on, longest)
    return None


@lru_cache(maxsize=32)
def _spans(text: str) -> tuple[tuple[Span, Span | None], ...]:
    try:
        rules = (YAML(typ="safe", pure=True).load(text) or {}).get("rules") or ()
        found = [each for each in rules if CLOCK in (each.get("clocks") or ())]
        return tuple(
            (
                Span.parse(each["number"]),
                Span.parse(each["exceptionally"]) if each.get("exceptionally") else None,
            )
            for each in found
        )
    except (YAMLError, AttributeError, KeyError, SpanError):
        return ()
