"""What the page about routing shows: queues, channels, people and skills of a brand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import colleagues_in, scope_of
from muhatap.accounts.roles import Permission
from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.desk import queries
from muhatap.desk.rail import queue_words
from muhatap.routing import queries as routing
from muhatap.routing.models import Skill
from muhatap.routing.rules import USUAL_POINTS, Person, Strategy
from muhatap.topics.models import Queue
from muhatap.topics.queries import queues_of, topics_of
from muhatap.topics.questions import words
from muhatap.ui.furniture import CHANNELS, channel_words

# Who says how work is shared out: administrators for all of it, supervisors for theirs.
MAY_SET = (Permission.CONFIGURE, Permission.ASSIGN_OTHERS)


@dataclass(frozen=True, slots=True)
class Carrier:
    """A person with what she may carry, carries now, and whether she is here."""

    staff: Staff
    now: Person
    points: int
    channels: str
    languages: frozenset[str]


def brands_to_set(staff: Staff) -> list[Brand]:
    """The brands whose routing she may set, by name."""
    found = {brand.id: brand for right in MAY_SET for brand in queries.brands_with(staff, right)}
    return sorted(found.values(), key=lambda brand: (brand.name, brand.id))


def may_set(staff: Staff, brand_id: int) -> bool:
    """Whether she may set the routing of a brand."""
    return any(scope_of(staff).may(right, brand_id) for right in MAY_SET)


def section_of_brand(brand: Brand, at: datetime) -> dict[str, Any]:
    """Everything that the page shows of one brand."""
    settings, weights = routing.settings_of(brand.id), routing.weights_of([brand.id]).get(brand.id, {})
    return {
        "brand": brand,
        "queues": [(queue, queue_words(queue), settings.get(queue.id)) for queue in _queues(brand)],
        "strategies": list(Strategy),
        "weights": [(code, channel_words(code), routing.weight_of(weights, code)) for code in CHANNELS],
        "people": carriers_of(brand, at),
        "skills": routing.skills_of_brand(brand.id),
    }


def carriers_of(brand: Brand, at: datetime) -> list[Carrier]:
    """Everybody who may answer in a brand, by name."""
    people = {person.id: person for person in routing.people_at([brand.id], at)}
    staff = [each for each in colleagues_in(brand.id) if each.pk in people]
    limits = routing.limits_of(each.pk for each in staff)
    return [
        Carrier(
            staff=each,
            now=people[each.pk],
            points=limits[each.pk].points if each.pk in limits else USUAL_POINTS,
            channels=written_limits(limits[each.pk].channels) if each.pk in limits else "",
            languages=frozenset(limits[each.pk].languages) if each.pk in limits else frozenset(),
        )
        for each in staff
    ]


def skill_form(brand: Brand, skill: Skill | None) -> dict[str, Any]:
    """What the page of one skill shows: which topics, queues and plans need it, and who has it."""
    language = brand.default_language
    chosen = (skill.topics, skill.queues, skill.plans) if skill else ([], [], [])
    held = {each.staff_id: each for each in skill.held.all()} if skill else {}
    return {
        "brand": brand,
        "skill": skill,
        "topics": _boxes(
            ((t.code, words(t.names, (language,)) or t.code) for t in topics_of(brand.id)), chosen[0]
        ),
        "queues": _boxes(((q.code, queue_words(q)) for q in _queues(brand)), chosen[1]),
        "plans": _boxes(((code, code) for code in section_of(brand, "plans") or {}), chosen[2]),
        "people": [(each, held.get(each.pk)) for each in colleagues_in(brand.id)],
    }


def _boxes(entries: Iterable[tuple[str, str]], chosen: list[str]) -> list[tuple[str, str, bool]]:
    return [(code, name, code in chosen) for code, name in entries]


def _queues(brand: Brand) -> list[Queue]:
    return queues_of(brand.id)


def written_limits(channels: dict[str, int]) -> str:
    """The most cases of each channel, as a person writes them: `email 5, phone 1`."""
    return ", ".join(f"{channel} {most}" for channel, most in sorted(channels.items()))


def read_limits(written: str) -> dict[str, int] | None:
    """The most cases of each channel, from `email 5, phone 1`; None where it cannot be understood."""
    found: dict[str, int] = {}
    for part in filter(None, (each.strip() for each in written.split(","))):
        channel, _, most = part.partition(" ")
        if channel not in CHANNELS or not most.strip().isdecimal() or len(most.strip()) > 3:
            return None
        found[channel] = int(most)
    return found
