"""Measures of the contact centre: calls, chats, the time of agents."""

from functools import partial

from muhatap.reports.measures import Counts, Form, Measure, Unit, both
from muhatap.reports.observations import Kind, Observation

SHORT_SECONDS = 5
_OFFERED = "contacts offered"
_BY_CONTACT = "by the day of the contact"
_TESTS = "tests and spam"
_NOT_SHORT = "abandoned within 5 s; tests and spam"
_FCR = (
    "issues resolved in the first answered contact, without repeat (same customer and topic) "
    "or reopening within 7 d ÷ mature issues"
)


def _handled(seen: Observation, mode: str) -> bool:
    return bool(seen.values.get("answered")) and (seen.values.get("mode") == "chat") is (mode == "chat")


def _aht(seen: Observation) -> Counts | None:
    if not _handled(seen, "call"):
        return None
    parts = (seen.values.get(name) for name in ("talk", "hold", "acw"))
    known = [each for each in parts if each is not None]
    return (sum(known), 1) if known else None


def _of_chat(name: str):  # type: ignore[no-untyped-def]
    def count(seen: Observation) -> Counts | None:
        spent = seen.values.get(name)
        return (spent, 1) if _handled(seen, "chat") and spent is not None else None

    return count


def _asa(seen: Observation) -> Counts | None:
    return (seen.values["wait"], 1) if seen.values.get("answered") else None


def _is_short(seen: Observation) -> bool:
    return not seen.values.get("answered") and seen.values["wait"] < SHORT_SECONDS


def _in_time(within: int, of: str):  # type: ignore[no-untyped-def]
    def count(seen: Observation) -> Counts | None:
        answered = bool(seen.values.get("answered"))
        if (of == "answered" and not answered) or (of == "long" and _is_short(seen)):
            return None
        return int(answered and seen.values["wait"] <= within), 1

    return count


def _abandoned(seen: Observation) -> Counts | None:
    return None if _is_short(seen) else (int(not seen.values.get("answered")), 1)


def _answered(seen: Observation) -> Counts:
    return int(bool(seen.values.get("answered"))), 1


def _time(part: tuple[str, ...], whole: tuple[str, ...]):  # type: ignore[no-untyped-def]
    def count(seen: Observation) -> Counts | None:
        if any(name not in seen.values for name in (*part, *whole)):
            return None
        return sum(seen.values[name] for name in part), sum(seen.values[name] for name in whole)

    return count


def _first_contact(name: str):  # type: ignore[no-untyped-def]
    def count(seen: Observation) -> Counts | None:
        solved = seen.values.get(name)
        return None if solved is None else (int(solved), 1)

    return count


def _cost(seen: Observation) -> Counts | None:
    if seen.kind is Kind.COST:
        return seen.values["amount"], 0
    return (0, 1) if seen.values.get("answered") else None


_of_answers = partial(Measure, kinds=(Kind.CONTACT,), window=_BY_CONTACT, form=Form.MEAN, unit=Unit.SECONDS)
_share = partial(Measure, kinds=(Kind.CONTACT,), window=_BY_CONTACT, form=Form.RATE, population=_OFFERED)
_level = partial(_share, is_better_up=True, target=80)
_of_sheets = partial(
    Measure,
    kinds=(Kind.AGENT_TIME,),
    window="by the day of the time sheet",
    form=Form.RATE,
    population="time sheets of agents",
    exclusions="none",
)
_first = partial(
    Measure,
    kinds=(Kind.ISSUE, Kind.CASE),
    form=Form.RATE,
    population="issues whose 7 days are over",
    is_better_up=True,
    target=70,
)

CONTACTS = (
    _of_answers(
        id="aht",
        title=both("İşlem süresi (AHT)", "Handling time (AHT)"),
        meaning=both(
            "Bir görüşmenin temsilciden aldığı süre: konuşma, bekletme ve sonrası.",
            "What a call takes of an agent: talking, hold and work after it.",
        ),
        formula="Σ(talk + hold + after-call work) ÷ handled",
        population="answered calls",
        count=_aht,
    ),
    _of_answers(
        id="aht_chat",
        title=both("Sohbette işlem süresi", "Handling time of chats"),
        meaning=both(
            "Bir sohbete verilen dikkat süresi; aynı anda süren sohbetler bir kez sayılır.",
            "The attention a chat takes; chats held at once share the time.",
        ),
        formula="Σ focus time of agents ÷ chats",
        population="answered chats",
        count=_of_chat("focus"),
    ),
    _of_answers(
        id="chat_elapsed",
        title=both("Sohbetin toplam süresi", "Length of chats"),
        meaning=both("Bir sohbetin başından sonuna geçen süre.", "How long a chat lasts from begin to end."),
        formula="Σ elapsed time ÷ chats",
        population="answered chats",
        count=_of_chat("elapsed"),
    ),
    _of_answers(
        id="asa",
        title=both("Ortalama bekleme (ASA)", "Average speed of answer (ASA)"),
        meaning=both(
            "Yanıtlananların bir kişiye ulaşana kadar beklediği süre.",
            "How long those who were answered waited for a person.",
        ),
        formula="Σ wait of answered ÷ answered",
        population="answered contacts",
        is_better_up=False,
        count=_asa,
    ),
    _level(
        id="service_level",
        title=both("Servis seviyesi, 20 sn", "Service level, 20 s"),
        meaning=both(
            "20 saniyede yanıtlanan; 5 saniyeden önce vazgeçenler sayılmaz.",
            "Answered within 20 s; who left before 5 s does not count.",
        ),
        formula="answered ≤ 20 s ÷ (offered − abandoned < 5 s)",
        exclusions=_NOT_SHORT,
        count=_in_time(20, "long"),
    ),
    _level(
        id="service_level_answered",
        title=both("Servis seviyesi, yalnız yanıtlananlar", "Service level of the answered"),
        meaning=both(
            "Yanıtlananlardan 20 saniyede yanıtlanan.", "Answered within 20 s, of those who were answered."
        ),
        formula="answered ≤ 20 s ÷ answered",
        population="contacts answered",
        exclusions="abandoned; tests and spam",
        count=_in_time(20, "answered"),
    ),
    _level(
        id="service_level_strict",
        title=both("Servis seviyesi, tüm arayanlar", "Service level of all"),
        meaning=both(
            "Arayan herkesten 20 saniyede yanıtlanan.", "Answered within 20 s, of everybody who called."
        ),
        formula="answered ≤ 20 s ÷ offered",
        exclusions=_TESTS,
        count=_in_time(20, "all"),
    ),
    _level(
        id="service_level_bddk",
        title=both("Servis seviyesi, BDDK 30 sn", "Service level, BDDK 30 s"),
        meaning=both(
            "Arayan herkesten 30 saniyede yanıtlanan; en az %80 beklenir.",
            "Answered within 30 s, of everybody who called; at least 80 % is asked for.",
        ),
        formula="answered ≤ 30 s ÷ offered",
        exclusions=_TESTS,
        count=_in_time(30, "all"),
    ),
    _share(
        id="abandonment",
        title=both("Vazgeçme oranı", "Abandonment"),
        meaning=both(
            "5 saniyeden çok bekleyip vazgeçenlerin payı.", "The share who waited 5 s or more and left."
        ),
        formula="abandoned ≥ 5 s ÷ (offered − abandoned < 5 s)",
        exclusions=_NOT_SHORT,
        is_better_up=False,
        count=_abandoned,
    ),
    _share(
        id="abandonment_raw",
        title=both("Vazgeçme oranı, ham", "Abandonment, raw"),
        meaning=both("Arayan herkesten vazgeçenler.", "Everybody who left, of all who called."),
        formula="abandoned ÷ offered",
        is_better_up=False,
        count=lambda seen: (1 - _answered(seen)[0], 1),
    ),
    _share(
        id="answer_rate",
        title=both("Karşılanma oranı", "Answer rate"),
        meaning=both(
            "Arayanlardan bir kişiye ulaşan; BDDK %95 ister.",
            "Who reached a person, of all who called; BDDK asks for 95 %.",
        ),
        formula="answered ÷ offered",
        is_better_up=True,
        target=95,
        count=_answered,
    ),
    _of_sheets(
        id="occupancy",
        title=both("Doluluk", "Occupancy"),
        meaning=both("Müsait sürenin görüşmeyle geçen payı.", "The share of available time spent handling."),
        formula="handle time ÷ (handle + available)",
        count=_time(("handle",), ("handle", "available")),
    ),
    _of_sheets(
        id="utilisation",
        title=both("Kullanım", "Utilisation"),
        meaning=both(
            "Oturum süresinin müşteriye açık payı.", "The share of logged-in time open to customers."
        ),
        formula="(handle + available) ÷ logged-in paid",
        count=_time(("handle", "available"), ("logged_in",)),
    ),
    _of_sheets(
        id="shrinkage",
        title=both("Kayıp süre", "Shrinkage"),
        meaning=both(
            "Ücreti ödenen sürenin müşteriye açık olmayan payı.",
            "The share of paid time not open to customers.",
        ),
        formula="1 − available for contact ÷ paid",
        form=Form.COMPLEMENT,
        count=_time(("handle", "available"), ("paid",)),
    ),
    _first(
        id="fcr",
        title=both("İlk temasta çözüm (FCR)", "First contact resolution (FCR)"),
        meaning=both(
            "İlk yanıtla çözülen ve 7 gün içinde geri gelmeyen konular.",
            "Issues solved with the first answer that did not come back within 7 days.",
        ),
        formula=_FCR,
        count=_first_contact("fcr"),
    ),
    _first(
        id="fcr_strict",
        title=both("İlk temasta çözüm, aktarmasız", "First contact resolution, no transfer"),
        meaning=both(
            "Aynısı; başka bir kişiye aktarılanlar çözülmüş sayılmaz.",
            "The same; what was transferred does not count as solved.",
        ),
        formula=_FCR + "; without transfer",
        count=_first_contact("fcr_strict"),
    ),
    _share(
        id="transfer_rate",
        title=both("Aktarma oranı", "Transfer rate"),
        meaning=both("Başka birine aktarılan görüşmeler.", "Contacts that were handed to another."),
        formula="transfers ÷ handled",
        population="answered contacts",
        is_better_up=False,
        count=lambda seen: (int(bool(seen.values.get("transferred"))), 1) if _answered(seen)[0] else None,
    ),
    Measure(
        id="callback_kept",
        title=both("Tutulan geri arama", "Callbacks kept"),
        meaning=both(
            "Söz verilen aralıkta yapılan geri aramalar.", "Callbacks made inside the promised slot."
        ),
        formula="callbacks made inside the slot ÷ promised",
        population="callbacks promised",
        window="by the day of the slot",
        kinds=(Kind.CALLBACK,),
        form=Form.RATE,
        is_better_up=True,
        count=lambda seen: (int(bool(seen.values.get("kept"))), 1),
    ),
    Measure(
        id="cost_per_contact",
        title=both("Temas başına maliyet", "Cost per contact"),
        meaning=both(
            "Bir görüşmenin kanal giderinden düşen payı.", "What one handled contact costs of its channel."
        ),
        formula="channel cost ÷ handled",
        population="costs of channels and answered contacts",
        window="by the day of the cost and of the contact",
        kinds=(Kind.COST, Kind.CONTACT),
        form=Form.MEAN,
        unit=Unit.MONEY,
        is_better_up=False,
        count=_cost,
    ),
)
