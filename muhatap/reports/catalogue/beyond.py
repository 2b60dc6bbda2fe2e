"""Measures beyond the usual list: self-service, reachability, wrong topics."""

from muhatap.reports.measures import Counts, Form, Measure, Unit
from muhatap.reports.observations import Kind, Observation


def _self_served(seen: Observation) -> Counts | None:
    outcome = seen.values["outcome"]
    return (int(outcome == "solved"), 1) if outcome in {"solved", "contact"} else None


def _gained(seen: Observation) -> Counts | None:
    if seen.kind is Kind.SESSION:
        return (seen.values.get("seconds", 0), 1, 0, 0) if seen.values["outcome"] == "solved" else None
    solved = seen.values.get("solved")
    return None if solved is None else (0, 0, solved, 1)


def _reachable(seen: Observation) -> Counts | None:
    opened = seen.values["open_seconds"]
    return (opened - min(opened, seen.values.get("down_seconds", 0)), opened) if opened else None


def _answered_in_all(seen: Observation) -> Counts | None:
    if seen.kind is Kind.UPTIME:
        refused = seen.values.get("refused", 0)
        return (0, refused) if refused else None
    return int(bool(seen.values.get("answered"))), 1


def _wrong_topic(seen: Observation) -> Counts | None:
    wrong = seen.values.get("topic_was_wrong")
    return None if wrong is None else (int(wrong), 1)


BEYOND = (
    Measure(
        id="self_service",
        title={"tr": "Kendi kendine çözüm", "en": "Self-service success"},
        meaning={
            "tr": "Bilgi bankasında çözülen ve 24 saatte bize gelmeyen oturumlar.",
            "en": "Sessions solved in the help centre without a contact in 24 h.",
        },
        formula="solved and no contact in 24 h ÷ (those + contacts with a session before)",
        population="sessions in the help centre that were solved or led to a contact",
        window="by the day of the session",
        kinds=(Kind.SESSION,),
        form=Form.RATE,
        is_better_up=True,
        count=_self_served,
    ),
    Measure(
        id="speed_gained",
        title={"tr": "Kendi çözümün kazandırdığı süre", "en": "Time gained by self-service"},
        meaning={
            "tr": "Bir kaydın çözüm süresi ile kendi çözüm süresi arasındaki ortalama fark.",
            "en": "Mean resolution of a case less the mean of a session that solved the matter.",
        },
        formula="Σ resolution ÷ resolved cases − Σ session ÷ solved sessions",
        population="resolved cases and solved sessions",
        window="by the day of receipt and of the session",
        kinds=(Kind.SESSION, Kind.CASE),
        form=Form.GAIN,
        unit=Unit.HOURS,
        is_better_up=True,
        count=_gained,
    ),
    Measure(
        id="reachability",
        title={"tr": "Kanal erişilebilirliği", "en": "Availability of channels"},
        meaning={
            "tr": "Kanalın açık olması gereken sürede gerçekten açık olduğu pay.",
            "en": "The share of its hours in which a channel was really open.",
        },
        formula="(open hours − downtime) ÷ open hours",
        population="hours in which a channel should be open",
        exclusions="none",
        window="by the day",
        kinds=(Kind.UPTIME,),
        form=Form.RATE,
        is_better_up=True,
        target=99.5,
        count=_reachable,
    ),
    Measure(
        id="answer_rate_all",
        title={"tr": "Karşılanma, kesinti dâhil", "en": "Answer rate, downtime counted"},
        meaning={
            "tr": "Kanal kapalıyken geri dönenler de arayan sayılır.",
            "en": "Who was turned away while the channel was down counts as a caller.",
        },
        formula="answered ÷ (offered + turned away in downtime)",
        population="contacts offered and turned away",
        window="by the day of the contact",
        kinds=(Kind.CONTACT, Kind.UPTIME),
        form=Form.RATE,
        is_better_up=True,
        target=95,
        count=_answered_in_all,
    ),
    Measure(
        id="topic_misselection",
        title={"tr": "Yanlış seçilen konu", "en": "Topic chosen wrongly"},
        meaning={
            "tr": "Müşterinin seçtiği konunun düzeltildiği kayıtlar.",
            "en": "Cases whose topic, as the customer chose it, was corrected.",
        },
        formula="topic corrected ÷ cases with a topic chosen",
        population="cases with a topic",
        kinds=(Kind.CASE,),
        form=Form.RATE,
        is_better_up=False,
        count=_wrong_topic,
    ),
    Measure(
        id="complete_at_intake",
        title={"tr": "Eksiksiz gelen", "en": "Complete at intake"},
        meaning={
            "tr": "İstenen her bilgi ve belgeyle gelen kayıtlar.",
            "en": "Cases that came with everything that their topic asks for.",
        },
        formula="complete at intake ÷ cases of topics that ask for something",
        population="cases whose completeness is known",
        kinds=(Kind.CASE,),
        form=Form.RATE,
        unit=Unit.PERCENT,
        is_better_up=True,
        count=lambda seen: (
            (int(seen.place("completeness") == "complete"), 1) if seen.place("completeness") else None
        ),
    ),
)
