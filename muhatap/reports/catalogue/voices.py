"""Measures of what customers say, and of what reviewers find."""

from collections.abc import Callable

from muhatap.reports.measures import Counts, Form, Measure, Unit
from muhatap.reports.observations import Kind, Observation

_BY_SURVEY = "by the day of the answer, for invitations by the day they were sent"


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
    return int(seen.values.get("score") is not None), 1


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


_SURVEYS = (
    (
        "csat",
        {"tr": "Memnuniyet (CSAT)", "en": "Satisfaction (CSAT)"},
        {"tr": "1–5 arasında 4 veya 5 verenler.", "en": "Who gave 4 or 5, on 1 to 5."},
        "answers 4–5 ÷ all (1–5)",
        Form.RATE,
        Unit.PERCENT,
        None,
        _scored("csat", _top),
    ),
    (
        "csat_mean",
        {"tr": "Memnuniyet ortalaması", "en": "Satisfaction, mean"},
        {"tr": "1–5 arasındaki puanların ortalaması.", "en": "The mean of the scores from 1 to 5."},
        "Σ score ÷ answers",
        Form.MEAN,
        Unit.POINTS,
        None,
        _scored("csat", int),
    ),
    (
        "nps",
        {"tr": "Tavsiye puanı (NPS)", "en": "Net promoter score (NPS)"},
        {
            "tr": "9–10 verenlerin payından 0–6 verenlerin payı çıkarılır; −100 ile +100 arası.",
            "en": "The share of 9–10 less the share of 0–6; from −100 to +100.",
        },
        "% 9–10 − % 0–6",
        Form.SCORE,
        Unit.POINTS,
        0,
        _scored("nps", _promoter),
    ),
    (
        "ces",
        {"tr": "Kolaylık (CES)", "en": "Ease (CES)"},
        {"tr": "1–7 arasında ne kadar kolay olduğu; 7 kolay.", "en": "How easy it was, 1 to 7; 7 is easy."},
        "Σ score ÷ answers",
        Form.MEAN,
        Unit.POINTS,
        None,
        _scored("ces", int),
    ),
    (
        "ces_top",
        {"tr": "Kolay bulanlar", "en": "Found it easy"},
        {"tr": "1–7 arasında 5, 6 veya 7 verenler.", "en": "Who gave 5, 6 or 7, on 1 to 7."},
        "answers 5–7 ÷ all (1–7)",
        Form.RATE,
        Unit.PERCENT,
        None,
        _scored("ces", lambda score: int(score >= 5)),
    ),
    (
        "fairness_upheld",
        {"tr": "Anlaşılır karar, haklı bulunan", "en": "Answer explained, upheld"},
        {
            "tr": "“Karar açıklandı mı?” sorusuna 4–5 diyenler, haklı bulunanlarda.",
            "en": "Who said 4–5 to “was the answer explained?”, of the upheld.",
        },
        "answers 4–5 ÷ all, upheld",
        Form.RATE,
        Unit.PERCENT,
        None,
        _scored("explained", _top, "upheld"),
    ),
    (
        "fairness_not_upheld",
        {"tr": "Anlaşılır karar, haklı bulunmayan", "en": "Answer explained, not upheld"},
        {
            "tr": "Aynı soru, haklı bulunmayanlarda; iki grup karıştırılmaz.",
            "en": "The same question, of the not upheld; the groups are never blended.",
        },
        "answers 4–5 ÷ all, not upheld",
        Form.RATE,
        Unit.PERCENT,
        None,
        _scored("explained", _top, "not_upheld"),
    ),
)

VOICES = (
    *(
        Measure(
            id=name,
            title=title,
            meaning=meaning,
            formula=formula,
            population="answers to the survey",
            window=_BY_SURVEY,
            kinds=(Kind.SURVEY,),
            form=form,
            unit=unit,
            decimals=decimals,
            is_better_up=True,
            count=count,
        )
        for name, title, meaning, formula, form, unit, decimals, count in _SURVEYS
    ),
    Measure(
        id="survey_response",
        title={"tr": "Yanıtlama oranı", "en": "Response rate"},
        meaning={
            "tr": "Ulaşan davetlerden yanıtlananlar.",
            "en": "Invitations answered, of those delivered.",
        },
        formula="answered ÷ delivered (not sent)",
        population="invitations that were delivered",
        exclusions="bounced invitations; tests and spam",
        window=_BY_SURVEY,
        kinds=(Kind.SURVEY,),
        form=Form.RATE,
        is_better_up=True,
        count=_responded,
    ),
    Measure(
        id="qa_score",
        title={"tr": "Kalite notu", "en": "Quality score"},
        meaning={
            "tr": "Ağırlıklı inceleme notu; kritik hata notu sıfırlar.",
            "en": "The weighted score of reviews; a critical error makes it 0.",
        },
        formula="Σ weight · score ÷ Σ weight × 100; 0 with a critical error",
        population="reviews",
        window="by the day of the review",
        kinds=(Kind.REVIEW,),
        form=Form.MEAN,
        unit=Unit.MARKS,
        is_better_up=True,
        count=_review,
    ),
    Measure(
        id="qa_score_uncritical",
        title={"tr": "Kalite notu, kritik hatasız", "en": "Quality score, critical errors apart"},
        meaning={
            "tr": "Kritik hata dikkate alınmadan not; yanında saklanır.",
            "en": "The score as if no error were critical; kept beside the other.",
        },
        formula="Σ weight · score ÷ Σ weight × 100",
        population="reviews",
        window="by the day of the review",
        kinds=(Kind.REVIEW,),
        form=Form.MEAN,
        unit=Unit.MARKS,
        is_better_up=True,
        count=lambda seen: (seen.values["points"], 1),
    ),
    Measure(
        id="qa_critical",
        title={"tr": "Kritik hata", "en": "Critical errors"},
        meaning={
            "tr": "Kimlik sorulmadı, kart numarası alındı, hukuki bilgi yanlış ya da söz kaba: payı.",
            "en": "Reviews with a skipped identity check, a card number taken, wrong law, or rudeness.",
        },
        formula="reviews with a critical error ÷ reviews",
        population="reviews",
        window="by the day of the review",
        kinds=(Kind.REVIEW,),
        form=Form.RATE,
        is_better_up=False,
        count=lambda seen: (int(bool(seen.values.get("critical"))), 1),
    ),
    Measure(
        id="qa_kappa",
        title={"tr": "İnceleyen uyumu (κ)", "en": "Agreement of reviewers (κ)"},
        meaning={
            "tr": "İki inceleyenin şans ötesi uyumu; 1 tam uyum.",
            "en": "How far two reviewers agree beyond chance; 1 is always.",
        },
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
