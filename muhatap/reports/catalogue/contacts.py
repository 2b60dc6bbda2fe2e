"""Measures of the contact centre: calls, chats, the time of agents."""

from muhatap.reports.measures import Counts, Form, Measure, Unit
from muhatap.reports.observations import Kind, Observation

SHORT_SECONDS = 5
_OFFERED = "contacts offered"
_BY_CONTACT = "by the day of the contact"


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


_FCR_FORMULA = (
    "issues resolved in the first answered contact, without repeat (same customer and topic) "
    "or reopening within 7 d ÷ mature issues"
)

CONTACTS = (
    Measure(
        id="aht",
        title={"tr": "İşlem süresi (AHT)", "en": "Handling time (AHT)"},
        meaning={
            "tr": "Bir görüşmenin temsilciden aldığı süre: konuşma, bekletme ve sonrası.",
            "en": "What a call takes of an agent: talking, hold and work after it.",
        },
        formula="Σ(talk + hold + after-call work) ÷ handled",
        population="answered calls",
        kinds=(Kind.CONTACT,),
        form=Form.MEAN,
        unit=Unit.SECONDS,
        window=_BY_CONTACT,
        is_better_up=None,
        count=_aht,
    ),
    Measure(
        id="aht_chat",
        title={"tr": "Sohbette işlem süresi", "en": "Handling time of chats"},
        meaning={
            "tr": "Bir sohbete verilen dikkat süresi; aynı anda süren sohbetler bir kez sayılır.",
            "en": "The attention a chat takes; chats held at once share the time.",
        },
        formula="Σ focus time of agents ÷ chats",
        population="answered chats",
        kinds=(Kind.CONTACT,),
        form=Form.MEAN,
        unit=Unit.SECONDS,
        window=_BY_CONTACT,
        count=_of_chat("focus"),
    ),
    Measure(
        id="chat_elapsed",
        title={"tr": "Sohbetin toplam süresi", "en": "Length of chats"},
        meaning={
            "tr": "Bir sohbetin başından sonuna geçen süre.",
            "en": "How long a chat lasts from begin to end.",
        },
        formula="Σ elapsed time ÷ chats",
        population="answered chats",
        kinds=(Kind.CONTACT,),
        form=Form.MEAN,
        unit=Unit.SECONDS,
        window=_BY_CONTACT,
        count=_of_chat("elapsed"),
    ),
    Measure(
        id="asa",
        title={"tr": "Ortalama bekleme (ASA)", "en": "Average speed of answer (ASA)"},
        meaning={
            "tr": "Yanıtlananların bir kişiye ulaşana kadar beklediği süre.",
            "en": "How long those who were answered waited for a person.",
        },
        formula="Σ wait of answered ÷ answered",
        population="answered contacts",
        kinds=(Kind.CONTACT,),
        form=Form.MEAN,
        unit=Unit.SECONDS,
        window=_BY_CONTACT,
        is_better_up=False,
        count=_asa,
    ),
    *(
        Measure(
            id=name,
            title=title,
            meaning=meaning,
            formula=formula,
            population=population,
            exclusions=excluded,
            kinds=(Kind.CONTACT,),
            form=Form.RATE,
            window=_BY_CONTACT,
            is_better_up=True,
            target=80,
            count=_in_time(within, of),
        )
        for name, title, meaning, formula, population, excluded, within, of in (
            (
                "service_level",
                {"tr": "Servis seviyesi, 20 sn", "en": "Service level, 20 s"},
                {
                    "tr": "20 saniyede yanıtlanan; 5 saniyeden önce vazgeçenler sayılmaz.",
                    "en": "Answered within 20 s; who left before 5 s does not count.",
                },
                "answered ≤ 20 s ÷ (offered − abandoned < 5 s)",
                _OFFERED,
                "abandoned within 5 s; tests and spam",
                20,
                "long",
            ),
            (
                "service_level_answered",
                {"tr": "Servis seviyesi, yalnız yanıtlananlar", "en": "Service level of the answered"},
                {
                    "tr": "Yanıtlananlardan 20 saniyede yanıtlanan.",
                    "en": "Answered within 20 s, of those who were answered.",
                },
                "answered ≤ 20 s ÷ answered",
                "contacts answered",
                "abandoned; tests and spam",
                20,
                "answered",
            ),
            (
                "service_level_strict",
                {"tr": "Servis seviyesi, tüm arayanlar", "en": "Service level of all"},
                {
                    "tr": "Arayan herkesten 20 saniyede yanıtlanan.",
                    "en": "Answered within 20 s, of everybody who called.",
                },
                "answered ≤ 20 s ÷ offered",
                _OFFERED,
                "tests and spam",
                20,
                "all",
            ),
            (
                "service_level_bddk",
                {"tr": "Servis seviyesi, BDDK 30 sn", "en": "Service level, BDDK 30 s"},
                {
                    "tr": "Arayan herkesten 30 saniyede yanıtlanan; en az %80 beklenir.",
                    "en": "Answered within 30 s, of everybody who called; at least 80 % is asked for.",
                },
                "answered ≤ 30 s ÷ offered",
                _OFFERED,
                "tests and spam",
                30,
                "all",
            ),
        )
    ),
    Measure(
        id="abandonment",
        title={"tr": "Vazgeçme oranı", "en": "Abandonment"},
        meaning={
            "tr": "5 saniyeden çok bekleyip vazgeçenlerin payı.",
            "en": "The share who waited 5 s or more and left.",
        },
        formula="abandoned ≥ 5 s ÷ (offered − abandoned < 5 s)",
        population=_OFFERED,
        exclusions="abandoned within 5 s; tests and spam",
        kinds=(Kind.CONTACT,),
        form=Form.RATE,
        window=_BY_CONTACT,
        is_better_up=False,
        count=_abandoned,
    ),
    Measure(
        id="abandonment_raw",
        title={"tr": "Vazgeçme oranı, ham", "en": "Abandonment, raw"},
        meaning={"tr": "Arayan herkesten vazgeçenler.", "en": "Everybody who left, of all who called."},
        formula="abandoned ÷ offered",
        population=_OFFERED,
        kinds=(Kind.CONTACT,),
        form=Form.RATE,
        window=_BY_CONTACT,
        is_better_up=False,
        count=lambda seen: (1 - _answered(seen)[0], 1),
    ),
    Measure(
        id="answer_rate",
        title={"tr": "Karşılanma oranı", "en": "Answer rate"},
        meaning={
            "tr": "Arayanlardan bir kişiye ulaşan; BDDK %95 ister.",
            "en": "Who reached a person, of all who called; BDDK asks for 95 %.",
        },
        formula="answered ÷ offered",
        population=_OFFERED,
        kinds=(Kind.CONTACT,),
        form=Form.RATE,
        window=_BY_CONTACT,
        is_better_up=True,
        target=95,
        count=_answered,
    ),
    *(
        Measure(
            id=name,
            title=title,
            meaning=meaning,
            formula=formula,
            population="time sheets of agents",
            exclusions="none",
            window="by the day of the time sheet",
            kinds=(Kind.AGENT_TIME,),
            form=form,
            count=_time(part, whole),
        )
        for name, title, meaning, formula, form, part, whole in (
            (
                "occupancy",
                {"tr": "Doluluk", "en": "Occupancy"},
                {
                    "tr": "Müsait sürenin görüşmeyle geçen payı.",
                    "en": "The share of available time spent handling.",
                },
                "handle time ÷ (handle + available)",
                Form.RATE,
                ("handle",),
                ("handle", "available"),
            ),
            (
                "utilisation",
                {"tr": "Kullanım", "en": "Utilisation"},
                {
                    "tr": "Oturum süresinin müşteriye açık payı.",
                    "en": "The share of logged-in time open to customers.",
                },
                "(handle + available) ÷ logged-in paid",
                Form.RATE,
                ("handle", "available"),
                ("logged_in",),
            ),
            (
                "shrinkage",
                {"tr": "Kayıp süre", "en": "Shrinkage"},
                {
                    "tr": "Ücreti ödenen sürenin müşteriye açık olmayan payı.",
                    "en": "The share of paid time not open to customers.",
                },
                "1 − available for contact ÷ paid",
                Form.COMPLEMENT,
                ("handle", "available"),
                ("paid",),
            ),
        )
    ),
    *(
        Measure(
            id=name,
            title=title,
            meaning=meaning,
            formula=_FCR_FORMULA + strict,
            population="issues whose 7 days are over",
            kinds=(Kind.ISSUE, Kind.CASE),
            form=Form.RATE,
            is_better_up=True,
            target=70,
            count=_first_contact(name),
        )
        for name, title, meaning, strict in (
            (
                "fcr",
                {"tr": "İlk temasta çözüm (FCR)", "en": "First contact resolution (FCR)"},
                {
                    "tr": "İlk yanıtla çözülen ve 7 gün içinde geri gelmeyen konular.",
                    "en": "Issues solved with the first answer that did not come back within 7 days.",
                },
                "",
            ),
            (
                "fcr_strict",
                {"tr": "İlk temasta çözüm, aktarmasız", "en": "First contact resolution, no transfer"},
                {
                    "tr": "Aynısı; başka bir kişiye aktarılanlar çözülmüş sayılmaz.",
                    "en": "The same; what was transferred does not count as solved.",
                },
                "; without transfer",
            ),
        )
    ),
    Measure(
        id="transfer_rate",
        title={"tr": "Aktarma oranı", "en": "Transfer rate"},
        meaning={"tr": "Başka birine aktarılan görüşmeler.", "en": "Contacts that were handed to another."},
        formula="transfers ÷ handled",
        population="answered contacts",
        kinds=(Kind.CONTACT,),
        form=Form.RATE,
        window=_BY_CONTACT,
        is_better_up=False,
        count=lambda seen: (int(bool(seen.values.get("transferred"))), 1) if _answered(seen)[0] else None,
    ),
    Measure(
        id="callback_kept",
        title={"tr": "Tutulan geri arama", "en": "Callbacks kept"},
        meaning={
            "tr": "Söz verilen aralıkta yapılan geri aramalar.",
            "en": "Callbacks made inside the promised slot.",
        },
        formula="callbacks made inside the slot ÷ promised",
        population="callbacks promised",
        kinds=(Kind.CALLBACK,),
        form=Form.RATE,
        window="by the day of the slot",
        is_better_up=True,
        count=lambda seen: (int(bool(seen.values.get("kept"))), 1),
    ),
    Measure(
        id="cost_per_contact",
        title={"tr": "Temas başına maliyet", "en": "Cost per contact"},
        meaning={
            "tr": "Bir görüşmenin kanal giderinden düşen payı.",
            "en": "What one handled contact costs of its channel.",
        },
        formula="channel cost ÷ handled",
        population="costs of channels and answered contacts",
        kinds=(Kind.COST, Kind.CONTACT),
        form=Form.MEAN,
        unit=Unit.MONEY,
        window="by the day of the cost and of the contact",
        is_better_up=False,
        count=_cost,
    ),
)
