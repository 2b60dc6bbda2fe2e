"""The cases behind a figure, those of them that the reader may open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from muhatap.cases.queries import known_cases_visible_to
from muhatap.desk.insights.asking import Asked
from muhatap.reports import queries
from muhatap.reports.catalogue import MEASURES
from muhatap.reports.measures import Form, Measure, Unit
from muhatap.reports.observations import DIMENSIONS
from muhatap.reports.own import own_measures
from muhatap.reports.proving import Proof, proof_of
from muhatap.ui.durations import duration_words

AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One row behind a figure; `may_open` where the reader may open the case."""

    subject: str
    at: datetime
    subtitle: str
    says: str
    is_part: bool
    may_open: bool


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows behind a figure, how many there are in all, and how many count in the numerator."""

    measure: Measure
    rows: list[Row]
    parts: int
    whole: int


def places_in(given: Mapping[str, str]) -> dict[str, str]:
    """The values of dimensions that an address names."""
    return {name: given[name][:80] for name in DIMENSIONS if given.get(name) and given[name].isprintable()}


def behind(asked: Asked, measure_id: str, places: Mapping[str, str], only: str = "") -> Behind | None:
    """What stands behind a figure within what was asked; None for no measure."""
    measure = MEASURES.get(measure_id) or own_measures(asked.brands).get(measure_id)
    if measure is None:
        return None
    where = {**places, **asked.where}
    proofs = [
        proof
        for brand in asked.brands
        for proof in proof_of(
            measure, queries.observations(asked.period, brand=brand, where=where, kinds=measure.kinds)
        )
    ]
    proofs.sort(key=lambda proof: (proof.observation.at, proof.observation.subject), reverse=True)
    wanted = [each for each in proofs if only != "part" or each.part]
    wanted = [each for each in wanted if only != "rest" or not each.part]
    shown = wanted[:AT_MOST]
    ids = {each.observation.case_id for each in shown if each.observation.case_id}
    subjects = dict(known_cases_visible_to(asked.staff, ids).values_list("id", "subject"))
    rows = [_row(measure, proof, subjects) for proof in shown]
    return Behind(measure, rows, sum(bool(each.part) for each in proofs), len(proofs))


def _row(measure: Measure, proof: Proof, subjects: Mapping[int, str]) -> Row:
    seen = proof.observation
    case_id = seen.case_id or 0
    return Row(
        subject=seen.subject,
        at=seen.at,
        subtitle=subjects.get(case_id, ""),
        says=_says(measure, proof),
        is_part=bool(proof.part),
        may_open=case_id in subjects,
    )


def _says(measure: Measure, proof: Proof) -> str:
    if measure.unit in {Unit.HOURS, Unit.SECONDS} and measure.form is not Form.GAIN:
        return duration_words(proof.part)
    if proof.whole == 1 and proof.part in (0, 1):
        return ""
    return f"{proof.part} / {proof.whole}"
