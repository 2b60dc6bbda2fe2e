"""Measures of live chats, beside those that chats share with calls."""

from functools import partial

from muhatap.reports.catalogue.contacts import SHORT_SECONDS
from muhatap.reports.measures import Counts, Form, Measure, Unit, both
from muhatap.reports.observations import Kind, Observation

# "At once", as the described service has it.
AT_ONCE_SECONDS = 60


def _is_chat(seen: Observation) -> bool:
    return seen.values.get("mode") == "chat"


def _is_short(seen: Observation) -> bool:
    return not seen.values.get("answered") and seen.values["wait"] < SHORT_SECONDS


def _spent(name: str, seen: Observation) -> Counts | None:
    spent = seen.values.get(name)
    return (spent, 1) if _is_chat(seen) and seen.values.get("answered") and spent is not None else None


def _at_once(seen: Observation) -> Counts | None:
    if not _is_chat(seen) or _is_short(seen):
        return None
    return int(bool(seen.values.get("answered")) and seen.values["wait"] <= AT_ONCE_SECONDS), 1


def _abandoned(seen: Observation) -> Counts | None:
    return None if not _is_chat(seen) or _is_short(seen) else (int(not seen.values.get("answered")), 1)


def _at_a_time(seen: Observation) -> Counts | None:
    held, focus = seen.values.get("held"), seen.values.get("focus")
    return (held, focus) if _is_chat(seen) and held is not None and focus else None


_chat = partial(
    Measure,
    kinds=(Kind.CONTACT,),
    exclusions="tests and spam",
    window="by the day on which a person was asked for",
    is_better_up=False,
)

CHATS = (
    _chat(
        id="chat_wait",
        title=both("Sohbette bekleme", "Wait in chats"),
        meaning=both(
            "Sohbette bir kişiye ulaşana kadar beklenen süre.", "How long a visitor waits for a person."
        ),
        formula="Σ wait of answered chats ÷ answered chats",
        population="answered chats",
        form=Form.MEAN,
        unit=Unit.SECONDS,
        count=partial(_spent, "wait"),
    ),
    _chat(
        id="chat_first_response",
        title=both("Sohbette ilk yanıt", "First answer in chats"),
        meaning=both(
            "Bir kişi istendikten ilk yazdığı söze kadar geçen süre.",
            "From asking for a person to her first words.",
        ),
        formula="Σ time to the first words of a person ÷ answered chats",
        population="chats in which a person wrote",
        form=Form.MEAN,
        unit=Unit.SECONDS,
        count=partial(_spent, "reply"),
    ),
    _chat(
        id="chat_service_level",
        title=both("Sohbette servis seviyesi, 60 sn", "Service level of chats, 60 s"),
        meaning=both(
            "60 saniyede bir kişiye ulaşanlar; 5 saniyeden önce vazgeçenler sayılmaz.",
            "Who reached a person within 60 s; who left before 5 s does not count.",
        ),
        formula="answered ≤ 60 s ÷ (offered − abandoned < 5 s)",
        population="chats offered",
        form=Form.RATE,
        is_better_up=True,
        target=80,
        count=_at_once,
    ),
    _chat(
        id="chat_abandonment",
        title=both("Sohbette vazgeçme", "Abandonment of chats"),
        meaning=both(
            "Bir kişiye ulaşmadan ayrılanların payı.", "The share who left before a person took part."
        ),
        formula="abandoned ≥ 5 s ÷ (offered − abandoned < 5 s)",
        population="chats offered",
        form=Form.RATE,
        count=_abandoned,
    ),
    _chat(
        id="chat_concurrency",
        title=both("Aynı anda sohbet", "Chats at once"),
        meaning=both(
            "Bir temsilcinin aynı anda sürdürdüğü sohbet sayısı.", "How many chats an agent holds at once."
        ),
        formula="Σ time in chats ÷ Σ focus time of agents",
        population="answered chats",
        form=Form.MEAN,
        unit=Unit.NUMBER,
        is_better_up=None,
        count=_at_a_time,
    ),
)
