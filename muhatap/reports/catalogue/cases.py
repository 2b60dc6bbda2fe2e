"""Measures of cases and promises."""

from collections.abc import Callable
from functools import partial

from muhatap.reports.measures import Counts, Form, Measure, Unit, both
from muhatap.reports.observations import Kind, Observation

# What somebody said they would do for a customer, against what the charter promises everybody.
GIVEN_WORD = frozenset({"callback", "update", "payment_date"})
KEPT, BROKEN = frozenset({"kept"}), frozenset({"missed", "late"})
# Kept by a machine within seconds, it would make every figure look better; `ack_on_time` counts it.
_MACHINE = "ack"


def _seconds(name: str) -> Callable[[Observation], Counts | None]:
    def count(seen: Observation) -> Counts | None:
        spent = seen.values.get(name)
        return None if spent is None else (spent,)

    return count


def _mean(name: str) -> Callable[[Observation], Counts | None]:
    def count(seen: Observation) -> Counts | None:
        spent = seen.values.get(name)
        return None if spent is None else (spent, 1)

    return count


def _turns(seen: Observation) -> Counts | None:
    if seen.kind is Kind.TURN:
        return seen.values["seconds"], 1
    turns = seen.values.get("turns")
    return (sum(turns), len(turns)) if turns else None


def _promises(given_only: bool) -> Callable[[Observation], Counts | None]:
    def count(seen: Observation) -> Counts | None:
        told = [each for each in seen.values.get("promises", ()) if each[0] != _MACHINE]
        if given_only:
            told = [each for each in told if each[0] in GIVEN_WORD]
        kept = sum(each[2] in KEPT for each in told)
        due = kept + sum(each[2] in BROKEN for each in told)
        return (kept, due) if due else None

    return count


def _share_of_time(name: str) -> Callable[[Observation], Counts | None]:
    def count(seen: Observation) -> Counts | None:
        waited = seen.values.get("waited")
        total = sum(waited.values()) if waited else 0
        return (waited.get(name, 0), total) if total else None

    return count


def _flag(name: str, of: str = "") -> Callable[[Observation], Counts | None]:
    """Whether a value is true, of those of which another is true."""

    def count(seen: Observation) -> Counts | None:
        if of and not seen.values.get(of):
            return None
        return int(bool(seen.values.get(name))), 1

    return count


def _duration(id: str, name: str, title: dict[str, str], meaning: dict[str, str], what: str, of: str):  # type: ignore[no-untyped-def]
    """A time as mean, median and ninth decile: never one of them alone."""
    forms = (
        ("median", Form.MEDIAN, {"tr": "ortanca", "en": "median"}, _seconds(name)),
        ("p90", Form.P90, {"tr": "%90", "en": "p90"}, _seconds(name)),
        ("mean", Form.MEAN, {"tr": "ortalama", "en": "mean"}, _mean(name)),
    )
    return tuple(
        Measure(
            id=f"{id}_{suffix}",
            title={code: f"{title[code]}, {said[code]}" for code in title},
            meaning=meaning,
            formula=f"{suffix} of ({what})",
            population=of,
            kinds=(Kind.CASE,),
            form=form,
            unit=Unit.HOURS,
            is_better_up=False,
            distribution="" if form is Form.MEAN else id,
            count=count,
        )
        for suffix, form, said, count in forms
    )


_count = partial(Measure, kinds=(Kind.CASE,), form=Form.COUNT, unit=Unit.NUMBER, decimals=0)
_share = partial(Measure, kinds=(Kind.CASE,), form=Form.RATE)
_time = partial(
    Measure, kinds=(Kind.CASE,), form=Form.RATE, population="cases that are over", is_better_up=False
)
_kept = partial(
    Measure,
    kinds=(Kind.CASE, Kind.PROMISE),
    form=Form.RATE,
    is_better_up=True,
    target=98,
)

CASES = (
    _count(
        id="cases_received",
        title=both("Gelen kayıt", "Cases received"),
        meaning=both("Dönemde gelen kayıtlar.", "Cases that came in the period."),
        formula="count of cases",
        population="cases",
        count=lambda seen: (1, 1),
    ),
    _count(
        id="cases_excluded",
        title=both("Sayılmayan kayıt", "Cases left out"),
        meaning=both(
            "Deneme, istenmeyen ve yinelenen kayıtlar: hiçbir ölçüye girmez.",
            "Tests, spam and duplicates: in no other measure.",
        ),
        formula="count of cases that are tests, spam or duplicates",
        population="cases that are tests, spam or duplicates",
        exclusions="none",
        counts_excluded=True,
        count=lambda seen: (1, 1),
    ),
    *_duration(
        "frt",
        "reply",
        {"tr": "İlk yanıt", "en": "First reply"},
        {
            "tr": "Gelişten bir insanın ilk esaslı yanıtına kadar; otomatik mesaj sayılmaz.",
            "en": "From receipt to the first substantive reply of a person; automatic ones do not count.",
        },
        "first human substantive message − received",
        "cases that were answered",
    ),
    *_duration(
        "resolution",
        "solved",
        {"tr": "Çözüm süresi", "en": "Resolution time"},
        {
            "tr": "Gelişten son çözüme kadar geçen süre.",
            "en": "From receipt to the last resolution.",
        },
        "resolved − received",
        "cases that are resolved",
    ),
    Measure(
        id="response_time",
        title=both("Ortalama cevap süresi", "Average response time"),
        meaning=both(
            "Müşterinin her mesajından temsilcinin cevabına kadar; işlem süresi değildir.",
            "From each message of the customer to the agent's reply; it is not AHT.",
        ),
        formula="Σ(agent reply − customer message) over replied customer turns ÷ turns",
        population="customer turns that were replied to",
        kinds=(Kind.TURN, Kind.CASE),
        form=Form.MEAN,
        unit=Unit.SECONDS,
        is_better_up=False,
        count=_turns,
    ),
    _share(
        id="resolution_rate",
        title=both("Çözüm oranı", "Resolution rate"),
        meaning=both("Gelen kayıtlardan çözülenler.", "Cases resolved, of those received."),
        formula="resolved ÷ received",
        population="cases",
        is_better_up=True,
        count=lambda seen: (int(seen.values.get("solved") is not None), 1),
    ),
    _kept(
        id="sla_attainment",
        title=both("Tutulan söz", "Promises kept"),
        meaning=both(
            "Bildirgenin süreli sözlerinden zamanında tutulanlar; süresi geçen açık söz tutulmamıştır.",
            "Timed promises of the charter that were kept; an open one past its limit is not.",
        ),
        formula="met ÷ (met + breached); open and overdue = breached",
        population="promises that are due",
        exclusions="open and not due; the automatic acknowledgement; tests, spam and duplicates",
        count=_promises(False),
    ),
    _kept(
        id="promise_kept",
        title=both("Verilen söz", "Given word kept"),
        meaning=both(
            "Kişiye verilen sözlerden (geri arama, haber, ödeme günü) tutulanlar.",
            "What a person was promised (callback, update, payment date) and got in time.",
        ),
        formula="promises (callback, update, payment date) met ÷ due",
        population="callbacks, updates and payment dates that are due",
        exclusions="open and not due; tests, spam and duplicates",
        count=_promises(True),
    ),
    _time(
        id="time_paused",
        title=both("Müşteride geçen süre", "Time with the customer"),
        meaning=both(
            "Toplam sürenin müşteriyi beklediğimiz payı; %40 üstü izlenir.",
            "The share of all time in which we waited for the customer; watch it above 40 %.",
        ),
        formula="Σ waiting for the customer ÷ Σ total",
        target=40,
        count=_share_of_time("customer"),
    ),
    _time(
        id="time_third_party",
        title=both("Üçüncü tarafta geçen süre", "Time with third parties"),
        meaning=both(
            "Toplam sürenin banka gibi başkalarını beklediğimiz payı.",
            "The share of all time in which we waited for others, such as a bank.",
        ),
        formula="Σ waiting for a third party ÷ Σ total",
        count=_share_of_time("third"),
    ),
    _time(
        id="time_with_us",
        title=both("Bizde geçen süre", "Time with us"),
        meaning=both(
            "Toplam sürenin müşterinin bizi beklediği payı.",
            "The share of all time in which the customer waited for us.",
        ),
        formula="Σ new and open ÷ Σ total",
        count=_share_of_time("us"),
    ),
    _share(
        id="case_reopen_rate",
        title=both("Yeniden açılan kayıt", "Cases reopened"),
        meaning=both("Çözülen kayıtlardan yeniden açılanlar.", "Resolved cases that were opened again."),
        formula="reopened ÷ ever resolved",
        population="cases that were resolved",
        is_better_up=False,
        count=_flag("reopened", "was_solved"),
    ),
)
