"""Measures beyond the usual list: self-service, reachability, wrong topics."""

from functools import partial

from muhatap.reports.measures import Counts, Form, Measure, Unit, both
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


_share = partial(Measure, kinds=(Kind.CASE,), form=Form.RATE)

BEYOND = (
    _share(
        id="self_service",
        title=both("Kendi kendine çözüm", "Self-service success"),
        meaning=both(
            "Bilgi bankasında çözülen ve 24 saatte bize gelmeyen oturumlar.",
            "Sessions solved in the help centre without a contact in 24 h.",
        ),
        formula="solved and no contact in 24 h ÷ (those + contacts with a session before)",
        population="sessions in the help centre that were solved or led to a contact",
        window="by the day of the session",
        kinds=(Kind.SESSION,),
        is_better_up=True,
        count=_self_served,
    ),
    Measure(
        id="speed_gained",
        title=both("Kendi çözümün kazandırdığı süre", "Time gained by self-service"),
        meaning=both(
            "Bir kaydın çözüm süresi ile kendi çözüm süresi arasındaki ortalama fark.",
            "Mean resolution of a case less the mean of a session that solved the matter.",
        ),
        formula="Σ resolution ÷ resolved cases − Σ session ÷ solved sessions",
        population="resolved cases and solved sessions",
        window="by the day of receipt and of the session",
        kinds=(Kind.SESSION, Kind.CASE),
        form=Form.GAIN,
        unit=Unit.HOURS,
        is_better_up=True,
        count=_gained,
    ),
    _share(
        id="reachability",
        title=both("Kanal erişilebilirliği", "Availability of channels"),
        meaning=both(
            "Kanalın açık olması gereken sürede gerçekten açık olduğu pay.",
            "The share of its hours in which a channel was really open.",
        ),
        formula="(open hours − downtime) ÷ open hours",
        population="hours in which a channel should be open",
        exclusions="none",
        window="by the day",
        kinds=(Kind.UPTIME,),
        is_better_up=True,
        target=99.5,
        count=_reachable,
    ),
    _share(
        id="answer_rate_all",
        title=both("Karşılanma, kesinti dâhil", "Answer rate, downtime counted"),
        meaning=both(
            "Kanal kapalıyken geri dönenler de arayan sayılır.",
            "Who was turned away while the channel was down counts as a caller.",
        ),
        formula="answered ÷ (offered + turned away in downtime)",
        population="contacts offered and turned away",
        window="by the day of the contact",
        kinds=(Kind.CONTACT, Kind.UPTIME),
        is_better_up=True,
        target=95,
        count=_answered_in_all,
    ),
    _share(
        id="topic_misselection",
        title=both("Yanlış seçilen konu", "Topic chosen wrongly"),
        meaning=both(
            "Müşterinin seçtiği konunun düzeltildiği kayıtlar.",
            "Cases whose topic, as the customer chose it, was corrected.",
        ),
        formula="topic corrected ÷ cases with a topic chosen",
        population="cases with a topic",
        is_better_up=False,
        count=_wrong_topic,
    ),
    _share(
        id="complete_at_intake",
        title=both("Eksiksiz gelen", "Complete at intake"),
        meaning=both(
            "İstenen her bilgi ve belgeyle gelen kayıtlar.",
            "Cases that came with everything that their topic asks for.",
        ),
        formula="complete at intake ÷ cases of topics that ask for something",
        population="cases whose completeness is known",
        is_better_up=True,
        count=(
            lambda seen: (
                (int(seen.place("completeness") == "complete"), 1) if seen.place("completeness") else None
            )
        ),
    ),
)
