"""Measures of what customers say, and of what reviewers find."""

from collections.abc import Callable
from functools import partial

from muhatap.reports.measures import Counts, Form, Measure, Unit, both
from muhatap.reports.observations import Kind, Observation

_BY_SURVEY = "by the day of the answer, for invitations by the day they were sent"
_BY_REVIEW = "by the day of the review"


def _scored(
    sort: str, points: Callable[[int], int], outcome: str = ""
) -> Callable[[Observation], Counts | None]:
    def count(seen: Observation) -> Counts | None:
        if seen.values.get("sort") != sort or seen.values.get("score") is None:
            return None
        if outcome and (seen.values.get("outcome") in {"upheld", "partly"}) is not (outcome == "upheld"):
            return None
        return points(seen.values["score"]), 1

    return count


def _responded(seen: Observation) -> Counts | None:
    if not seen.values.get("invited") or seen.values.get("bounced"):
        return None
    return int(seen.values.get("score") is not None or bool(seen.values.get("answered"))), 1


def _review(seen: Observation) -> Counts:
    return (0 if seen.values.get("critical") else seen.values["points"]), 1


def _agreement(seen: Observation) -> Counts:
    first, second = bool(seen.values["first"]), bool(seen.values["second"])
    return (
        int(first and second),
        int(first and not second),
        int(second and not first),
        int(not (first or second)),
    )


def _top(score: int) -> int:
    return int(score >= 4)


def _promoter(score: int) -> int:
    return 1 if score >= 9 else -1 if score <= 6 else 0


_share = partial(
    Measure,
    kinds=(Kind.SURVEY,),
    window=_BY_SURVEY,
    form=Form.RATE,
    population="answers to the survey",
    is_better_up=True,
)
_mean = partial(
    Measure,
    kinds=(Kind.SURVEY,),
    window=_BY_SURVEY,
    form=Form.MEAN,
    unit=Unit.POINTS,
    population="answers to the survey",
    is_better_up=True,
)
_marks = partial(
    Measure,
    kinds=(Kind.REVIEW,),
    window=_BY_REVIEW,
    form=Form.MEAN,
    unit=Unit.MARKS,
    population="reviews, as disputes settled them",
    is_better_up=True,
)

VOICES = (
    _share(
        id="csat",
        title=both("Memnuniyet (CSAT)", "Satisfaction (CSAT)"),
        meaning=both("1–5 arasında 4 veya 5 verenler.", "Who gave 4 or 5, on 1 to 5."),
        formula="answers 4–5 ÷ all (1–5)",
        count=_scored("csat", _top),
    ),
    _mean(
        id="csat_mean",
        title=both("Memnuniyet ortalaması", "Satisfaction, mean"),
        meaning=both("1–5 arasındaki puanların ortalaması.", "The mean of the scores from 1 to 5."),
        formula="Σ score ÷ answers",
        count=_scored("csat", int),
    ),
    _mean(
        id="nps",
        title=both("Tavsiye puanı (NPS)", "Net promoter score (NPS)"),
        meaning=both(
            "9–10 verenlerin payından 0–6 verenlerin payı çıkarılır; −100 ile +100 arası.",
            "The share of 9–10 less the share of 0–6; from −100 to +100.",
        ),
        formula="% 9–10 − % 0–6",
        form=Form.SCORE,
        decimals=0,
        count=_scored("nps", _promoter),
    ),
    _mean(
        id="ces",
        title=both("Kolaylık (CES)", "Ease (CES)"),
        meaning=both("1–7 arasında ne kadar kolay olduğu; 7 kolay.", "How easy it was, 1 to 7; 7 is easy."),
        formula="Σ score ÷ answers",
        count=_scored("ces", int),
    ),
    _share(
        id="ces_top",
        title=both("Kolay bulanlar", "Found it easy"),
        meaning=both("1–7 arasında 5, 6 veya 7 verenler.", "Who gave 5, 6 or 7, on 1 to 7."),
        formula="answers 5–7 ÷ all (1–7)",
        count=_scored("ces", lambda score: int(score >= 5)),
    ),
    _share(
        id="fairness_upheld",
        title=both("Anlaşılır karar, haklı bulunan", "Answer explained, upheld"),
        meaning=both(
            "“Karar açıklandı mı?” sorusuna 4–5 diyenler, haklı bulunanlarda.",
            "Who said 4–5 to “was the answer explained?”, of the upheld.",
        ),
        formula="answers 4–5 ÷ all, upheld",
        count=_scored("explained", _top, "upheld"),
    ),
    _share(
        id="fairness_not_upheld",
        title=both("Anlaşılır karar, haklı bulunmayan", "Answer explained, not upheld"),
        meaning=both(
            "Aynı soru, haklı bulunmayanlarda; iki grup karıştırılmaz.",
            "The same question, of the not upheld; the groups are never blended.",
        ),
        formula="answers 4–5 ÷ all, not upheld",
        count=_scored("explained", _top, "not_upheld"),
    ),
    _share(
        id="survey_response",
        title=both("Yanıtlama oranı", "Response rate"),
        meaning=both("Ulaşan davetlerden yanıtlananlar.", "Invitations answered, of those delivered."),
        formula="answered ÷ delivered (not sent)",
        population="invitations that were delivered",
        exclusions="bounced invitations; tests and spam",
        count=_responded,
    ),
    _marks(
        id="qa_score",
        title=both("Kalite notu", "Quality score"),
        meaning=both(
            "Ağırlıklı inceleme notu; kritik hata notu sıfırlar.",
            "The weighted score of reviews; a critical error makes it 0.",
        ),
        formula="Σ weight · score ÷ Σ weight × 100; 0 with a critical error",
        count=_review,
    ),
    _marks(
        id="qa_score_uncritical",
        title=both("Kalite notu, kritik hatasız", "Quality score, critical errors apart"),
        meaning=both(
            "Kritik hata dikkate alınmadan not; yanında saklanır.",
            "The score as if no error were critical; kept beside the other.",
        ),
        formula="Σ weight · score ÷ Σ weight × 100",
        count=lambda seen: (seen.values["points"], 1),
    ),
    Measure(
        id="qa_critical",
        title=both("Kritik hata", "Critical errors"),
        meaning=both(
            "Kimlik sorulmadı, kart numarası alındı, hukuki bilgi yanlış ya da söz kaba: payı.",
            "Reviews with a skipped identity check, a card number taken, wrong law, or rudeness.",
        ),
        formula="reviews with a critical error ÷ reviews",
        population="reviews, as disputes settled them",
        window=_BY_REVIEW,
        kinds=(Kind.REVIEW,),
        form=Form.RATE,
        is_better_up=False,
        count=lambda seen: (int(bool(seen.values.get("critical"))), 1),
    ),
    Measure(
        id="qa_kappa",
        title=both("İnceleyen uyumu (κ)", "Agreement of reviewers (κ)"),
        meaning=both(
            "İki inceleyenin şans ötesi uyumu; 1 tam uyum.",
            "How far two reviewers agree beyond chance; 1 is always.",
        ),
        formula="(Po − Pe) ÷ (1 − Pe), Cohen",
        population="reviews done blind by two",
        window="by the day of the second review",
        kinds=(Kind.CALIBRATION,),
        form=Form.KAPPA,
        unit=Unit.NUMBER,
        is_better_up=True,
        count=_agreement,
    ),
)
