"""Scorecards, plans of samples and terms as their forms give them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from muhatap.brands.models import Brand
from muhatap.quality.models import QualityTerms, Scorecard
from muhatap.quality.operations import TERMS
from muhatap.quality.sampling import Plan, Risk, Stratum
from muhatap.quality.scoring import NotASheet, Sheet, sheet_from, sheet_of
from muhatap.ui.furniture import channel_words

_SPARE_ROWS, _MOST_ROWS, _USUAL_PASS = 2, 12, 80


@dataclass(frozen=True, slots=True)
class CardForm:
    """A scorecard as it is typed: sections with one criterion a line."""

    name: str = ""
    channels: tuple[str, ...] = ()
    pass_mark: str = str(_USUAL_PASS)
    sections: tuple[tuple[str, str, str], ...] = ()
    criticals: str = ""

    @property
    def rows(self) -> list[tuple[int, str, str, str]]:
        """The sections with empty ones to fill in, numbered."""
        spare = _SPARE_ROWS if self.sections else 4
        filled = (*self.sections, *[("", "", "")] * spare)[:_MOST_ROWS]
        return [(place, *each) for place, each in enumerate(filled, 1)]

    def sheet(self) -> Sheet:
        """The sheet that is meant; `NotASheet`."""
        if not all(weight.isdecimal() and len(weight) <= 3 for _name, weight, _lines in self.sections):
            raise NotASheet("weight")
        if not self.pass_mark.isdecimal() or len(self.pass_mark) > 3:
            raise NotASheet("pass_mark")
        told = [(name, int(weight), lines.splitlines()) for name, weight, lines in self.sections]
        return sheet_of(told, self.criticals.splitlines(), int(self.pass_mark))


def card_shown(card: Scorecard) -> CardForm:
    """A scorecard as its form shows it."""
    sheet = sheet_from(card.sheet)
    return CardForm(
        card.name,
        tuple(card.channels),
        str(sheet.pass_mark),
        tuple(
            (each.name, str(each.weight), "\n".join(one.text for one in each.criteria))
            for each in sheet.sections
        ),
        "\n".join(each.text for each in sheet.criticals),
    )


def card_in(given: QueryDict) -> CardForm:
    """A scorecard as a form gave it; rows without anything are left out."""
    rows = [
        (
            given.get(f"name_{n}", "").strip(),
            given.get(f"weight_{n}", "").strip(),
            given.get(f"lines_{n}", ""),
        )
        for n in range(1, _MOST_ROWS + 1)
    ]
    return CardForm(
        given.get("name", "").strip()[:120],
        tuple(each[:20] for each in given.getlist("channel")),
        given.get("pass_mark", "").strip(),
        tuple((name, weight, lines) for name, weight, lines in rows if name or lines.strip()),
        given.get("criticals", ""),
    )


def card_trouble(code: str) -> str:
    """What is wrong with a scorecard, in words."""
    match code:
        case "weight" | "pass_mark":
            return _("Weights and the mark to pass are whole numbers from 1 to 100.")
        case "twice":
            return _("Two lines, sections or scorecards have the same words.")
        case "name":
            return _("Give the scorecard a name.")
        case _:
            return _("Each section needs a name, a weight, and one to twelve lines.")


def channels_offered(brand: Brand, chosen: tuple[str, ...]) -> list[tuple[str, str, bool]]:
    """The channels of a brand, and whether the scorecard names them."""
    codes = list(dict.fromkeys((*(brand.channels or {}), *chosen)))
    return [(code, channel_words(code), code in chosen) for code in codes]


def plan_in(given: QueryDict) -> Plan:
    """The plan of a sample; ValueError for what is no number."""
    numbers = {name: int(given.get(name, "")[:4]) for name in ("per_stratum", "most_risky", "blind_percent")}
    return Plan(
        strata=tuple(each for each in Stratum if each in given.getlist("stratum")),
        risks=tuple(each for each in Risk if each in given.getlist("risk")),
        **numbers,
    )


@dataclass(frozen=True, slots=True)
class TermField:
    """One number of the terms."""

    name: str
    label: str
    value: int
    least: int
    most: int


def terms_fields(terms: QualityTerms) -> list[TermField]:
    """The terms as their form shows them."""
    labels = {
        "review_every_days": _("Everybody is reviewed at least every … days"),
        "coach_every_days": _("Everybody is coached at least every … days"),
        "review_within_days": _("A drawn case is reviewed within … days"),
        "answer_within_days": _("An agent answers her review within … days"),
        "low_score": _("Low survey score: up to"),
        "silence_hours": _("Long silence: more than … hours"),
    }
    return [TermField(name, labels[name], getattr(terms, name), *TERMS[name]) for name in TERMS]


def terms_in(given: Mapping[str, str]) -> dict[str, int]:
    """The numbers of the form; ValueError for what is none."""
    return {name: int(given.get(name, "")[:5]) for name in TERMS}
