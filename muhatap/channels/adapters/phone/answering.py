"""Answering a telephone system that asks what a caller hears next; who chooses gets a case and its number."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.numbers import parse_number
from muhatap.cases.statuses import Author
from muhatap.channels import operations as channels
from muhatap.channels.adapters.phone import menu_words as words
from muhatap.channels.adapters.phone.menu import (
    NUMBER_DIGITS,
    Asked,
    Choice,
    Step,
    Walked,
    choices_of,
    estimate,
    walk,
)
from muhatap.channels.call_models import CallAttempt, Callback
from muhatap.channels.call_queries import slots_of
from muhatap.channels.call_slots import Slot
from muhatap.channels.chat_hours import openness_of
from muhatap.channels.contract import InboundMessage, Sender
from muhatap.channels.operations.vaulting import put_in_case, store_item
from muhatap.channels.visitors.words import opening_words
from muhatap.kernel.actors import Actor
from muhatap.kernel.identifiers import normal_phone
from muhatap.topics.models import Topic
from muhatap.topics.queries import topics_in_force
from muhatap.topics.questions import words as in_words

_BY = Actor.channel("phone")
_MENU_SECONDS, _SLOW_SECONDS = 10, 30
_RECENT_CALLS = 20


@dataclass(slots=True)
class Said:
    """The answer: sentences in their order, the keys that lead on, and where the call goes."""

    step: str
    say: list[str]
    speed: str = "normal"
    seconds: int = _MENU_SECONDS
    digits: int = 1
    keys: list[dict[str, str]] = field(default_factory=list)
    queue: str = ""
    priority: int = 0
    number: str = ""
    wait_seconds: int | None = None
    callback: dict[str, str] | None = None


def answer(*, brand: Brand, said: Mapping[str, Any], asked: Asked, at: datetime) -> Said:
    """What the caller hears next. In the languages of `asked`, which are in force."""
    choices = choices_of(said)
    walked = walk(choices, asked.keys)
    match walked.step:
        case Step.PERSON:
            told = _to_person(brand, said, asked, walked, at)
        case Step.CALL_BACK:
            told = _to_callback(brand, asked, walked, at)
        case Step.TOPIC:
            told = _topic(brand, said, asked, walked, at)
        case Step.NUMBER:
            say = [_("Please type the twelve digits of your case number.")]
            told = Said("number", say, digits=NUMBER_DIGITS)
        case Step.GUIDE:
            own = in_words(said.get("voice_guide"), (asked.language, brand.default_language))
            told = _menu(brand, said, choices, asked, at, before=words.guide_words(own))
        case _:
            greeting = words.greeting(brand.name)
            before = _("This key has no meaning here.") if walked.is_unknown else greeting
            told = _menu(brand, said, choices, asked, at, before=[before])
    if walked.is_slow:
        told.speed, told.seconds = "slow", _SLOW_SECONDS
    return told


def _menu(
    brand: Brand,
    said: Mapping[str, Any],
    choices: tuple[Choice, ...],
    asked: Asked,
    at: datetime,
    *,
    before: list[str],
) -> Said:
    has_calls = bool(slots_of(brand, at))
    told = words.menu_words(choices, asked.language, has_calls=has_calls)
    keys = [{"key": each.key, "topic": each.topic, "says": each.says[asked.language]} for each in choices]
    return Said("menu", [*before, *_hours(brand, said, at), *told], keys=keys)


def _topic(brand: Brand, said: Mapping[str, Any], asked: Asked, walked: Walked, at: datetime) -> Said:
    languages = (asked.language, brand.default_language)
    ready = [in_words(each, languages) for each in said.get("checklist") or ()]
    label = walked.choice.says[asked.language] if walked.choice else ""
    topic = _topic_of(brand, walked.choice)
    wait = _wait(brand, asked)
    say = [*words.topic_words(label, ready), *_hours(brand, said, at), *words.wait_words(wait)]
    say.append(_("For a person press 0."))
    slots = slots_of(brand, at)
    if slots:
        say.append(_("To keep your place and be called back, press star."))
    told = Said("topic", say, wait_seconds=wait, callback=_slot(slots[0]) if slots else None)
    if topic is not None:
        told.queue, told.priority = topic.queue.code, topic.priority
    return told


def _to_person(brand: Brand, said: Mapping[str, Any], asked: Asked, walked: Walked, at: datetime) -> Said:
    case = _case_of_call(brand, asked, walked, at)
    wait = _wait(brand, asked)
    say = [words.number_words(case.number)] if not walked.number else [_("Your call goes to your case.")]
    hours = _hours(brand, said, at)
    say += [*hours] if hours else [_("We connect you."), *words.wait_words(wait)]
    return Said(
        "closed" if hours else "person",
        say,
        queue=case.queue.code if case.queue else "",
        priority=case.priority,
        number="" if walked.number else case.number,
        wait_seconds=wait,
    )


def _to_callback(brand: Brand, asked: Asked, walked: Walked, at: datetime) -> Said:
    slots = slots_of(brand, at)
    if not slots:
        return Said("menu", [_("We cannot promise a call now. For a person press 0.")])
    phone = normal_phone(asked.phone)
    if not phone:
        return Said("menu", [_("We do not see your number, so we cannot call back. For a person press 0.")])
    with unit_of_work() as unit:
        case = _case_of_call(brand, asked, walked, at)
        unit.flush()
        callback: Callback = channels.promise_callback(
            case=case, phone=phone, begins_at=slots[0].begins_at, by=_BY, at=at
        )
    slot = Slot(callback.begins_at, callback.ends_at)
    say = [words.slot_words(slot, at), *([] if walked.number else [words.number_words(case.number)])]
    return Said("callback", say, callback=_slot(slot), number="" if walked.number else case.number)


def _case_of_call(brand: Brand, asked: Asked, walked: Walked, at: datetime) -> Case:
    """The case of this call: the one whose number she typed, or a new one; asked again it is the same."""
    item, _is_new = store_item(
        brand_id=brand.id,
        source="telephone",
        external_id=f"{brand.id}:menu:{asked.call}",
        data=json.dumps({"call": asked.call, "from": asked.phone, "keys": asked.keys}).encode(),
        by=_BY,
        at=at,
    )
    if item.case_id is not None:
        return _read(item.case_id)
    named = _named(brand, walked.number)
    with unit_of_work() as unit:
        case_id = _open(brand, asked, walked, at) if named is None else _note(named, asked, at)
        unit.flush()
        case = _read(case_id)
        put_in_case(item=item, case=case, by=_BY, at=at)
    return case


def _open(brand: Brand, asked: Asked, walked: Walked, at: datetime) -> int:
    label = walked.choice.says[asked.language] if walked.choice else ""
    text = _("A call by the telephone menu: %s") % label if label else _("A call by the telephone menu.")
    topic = _topic_of(brand, walked.choice)
    receipt = channels.receive(
        inbound=InboundMessage(
            brand_id=brand.id,
            channel="phone",
            sender=Sender(phone=normal_phone(asked.phone) or ""),
            subject=text,
            text=text,
            topic=topic.code if topic else "",
            language=asked.language,
            external_id=f"call:{asked.call}",
            received_at=at,
        ),
        by=_BY,
        at=at,
    )
    return receipt.case_id


def _note(case: Case, asked: Asked, at: datetime) -> int:
    """A number proves nothing: the call stands on its case as a note, and nothing of the case is said."""
    said = {"phone": normal_phone(asked.phone) or _("unknown")}
    text = _("Somebody called and typed this number. Telephone: %(phone)s. Who called is not proved.") % said
    new = cases.NewMessage(author=Author.NOTE, channel="phone", text=text)
    cases.post_message(case=case, new=new, by=_BY, at=at)
    return case.id


def _named(brand: Brand, typed: str) -> Case | None:
    number = parse_number(typed) if typed else None
    return Case.objects.filter(brand=brand, number=number).first() if number else None


def _read(case_id: int) -> Case:
    return Case.objects.select_related("queue", "customer", "brand").get(id=case_id)


def _topic_of(brand: Brand, choice: Choice | None) -> Topic | None:
    return next((each for each in topics_in_force(brand) if choice and each.code == choice.topic), None)


def _hours(brand: Brand, said: Mapping[str, Any], at: datetime) -> list[str]:
    openness = openness_of(brand, said, at, "phone")
    if openness.is_open:
        return []
    return words.closed_words(opening_words(openness.opens_at, at) if openness.opens_at else "")


def _wait(brand: Brand, asked: Asked) -> int | None:
    calls = CallAttempt.objects.filter(callback__brand=brand, seconds__gt=0).order_by("-id")
    return estimate(
        asked.waiting, asked.agents, list(calls.values_list("seconds", flat=True)[:_RECENT_CALLS])
    )


def _slot(slot: Slot) -> dict[str, str]:
    return {"begins_at": slot.begins_at.isoformat(), "ends_at": slot.ends_at.isoformat()}
