"""Measures of a brand's own survey questions: counted like satisfaction, from the charter that asks them."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from muhatap.brands.models import Brand
from muhatap.reports.measures import Counts, Form, Measure, Unit, both
from muhatap.reports.observations import Kind, Observation
from muhatap.surveys.questions import own_sort

PREFIX = "own_"
# By scale: which scores count, and in which words; `recommend` is counted as the promoter score is.
_TOP: Mapping[str, tuple[int, str, str]] = {
    "rating": (4, "4 veya 5 verenler", "who gave 4 or 5"),
    "explained": (4, "4 veya 5 verenler", "who gave 4 or 5"),
    "ease": (5, "5, 6 veya 7 verenler", "who gave 5, 6 or 7"),
    "yes_no": (1, "evet diyenler", "who said yes"),
}
_RECOMMEND = "recommend"


def own_measures(brands: Iterable[Brand]) -> dict[str, Measure]:
    """The measures of the own questions of these brands that are answered by a number on a scale."""
    found: dict[str, Measure] = {}
    for brand in brands:
        for code, said in (brand.survey.get("questions") or {}).items():
            measure = _measure(code, said)
            if measure is not None:
                found.setdefault(measure.id, measure)
    return found


def _measure(code: str, said: Mapping[str, Any]) -> Measure | None:
    scale, texts = str(said.get("scale") or ""), said.get("text") or {}
    kept = partial(
        Measure,
        id=f"{PREFIX}{code}",
        title={"tr": texts.get("tr") or code, "en": texts.get("en") or texts.get("tr") or code},
        population=f"answers to the own question {code}",
        kinds=(Kind.SURVEY,),
        window="by the day of the answer",
        is_better_up=True,
    )
    if scale == _RECOMMEND:
        return kept(
            meaning=both("9–10 verenlerin payından 0–6 verenlerin payı çıkarılır.", "% 9–10 less % 0–6."),
            formula="% 9–10 − % 0–6",
            form=Form.SCORE,
            unit=Unit.POINTS,
            decimals=0,
            count=_counted(code, scale, _promoter),
        )
    if scale not in _TOP:
        return None
    least, turkish, english = _TOP[scale]
    return kept(
        meaning=both(f"Bu soruya yanıt verenlerden {turkish}.", f"Of those who answered it: {english}."),
        formula=f"answers from {least} ÷ all answers",
        form=Form.RATE,
        count=_counted(code, scale, lambda score: int(score >= least)),
    )


def _counted(code: str, scale: str, points: Callable[[int], int]) -> Callable[[Observation], Counts | None]:
    sort = own_sort(code, scale)

    def count(seen: Observation) -> Counts | None:
        if seen.values.get("sort") != sort or seen.values.get("score") is None:
            return None
        return points(seen.values["score"]), 1

    return count


def _promoter(score: int) -> int:
    return 1 if score >= 9 else -1 if score <= 6 else 0
