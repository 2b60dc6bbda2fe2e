"""What seeded cases stand on: a brand with its topics and promises, and staff to answer."""

import json
from dataclasses import dataclass
from datetime import datetime

from muhatap.accounts.models import Membership, Staff, Team
from muhatap.accounts.roles import Role
from muhatap.brands.models import Brand
from muhatap.cases.keys import numbering
from muhatap.cases.numbers import Numbering
from muhatap.cases.trust import level_of_channel
from muhatap.charters import operations as charters
from muhatap.kernel.actors import Actor
from muhatap.letters.queries import letter_template
from muhatap.letters.rendering import template_mark
from muhatap.promises.letters_of_opening import RECEIPT_OF
from muhatap.promises.rules import Rule, rules_for, rules_of
from muhatap.topics.completeness import completeness_of, intake_of
from muhatap.topics.models import Topic
from muhatap.topics.queries import topics_of
from muhatap.wiring.environment import ROOT

_BENCH = Actor.system("bench")
_CHARTER = ROOT / "charters" / "nehir.yaml"
_STAFF = ("Aylin Er", "Baran Tok", "Ceyda Un", "Doruk Al", "Eda Say", "Fikret Oz", "Gaye Iz", "Harun Ek")


@dataclass(frozen=True, slots=True)
class TopicGround:
    """A topic, as far as a case needs it."""

    id: int
    code: str
    kind: str
    priority: int
    queue_id: int
    intake: str


class Ground:
    """The brand that cases are seeded into, read once before the worker processes part."""

    def __init__(self, brand: Brand) -> None:
        self._brand = brand
        self.brand_id = brand.id
        self.charter_number = brand.charter_number
        self.languages = tuple(language for language in ("tr", "en") if language in brand.languages)
        self.default_language = self.languages[0] if self.languages else "tr"
        self.topics = tuple(
            TopicGround(topic.id, topic.code, topic.kind, topic.priority, topic.queue_id, _intake(topic))
            for topic in topics_of(brand.id)
        )
        self.staff = tuple(
            Membership.objects.filter(brand=brand, staff__is_active=True)
            .order_by("staff__email")
            .values_list("staff_id", flat=True)
        )
        self.numbering: Numbering = numbering()
        self._receipts = {
            (kind, language): letter_template(brand.id, sort, language).mark
            for kind, sort in RECEIPT_OF.items()
            for language in self.languages
        }
        self._rules = rules_of(brand)
        self._chosen: dict[tuple[str, str, str, int], dict[str, Rule]] = {}

    def receipt_mark(self, kind: str, language: str) -> str:
        """The mark of the letter that such a case is acknowledged with."""
        return self._receipts.get((kind, language)) or template_mark("acknowledgement")

    def level(self, channel: str) -> int:
        """At which level of trust we know who writes by a channel."""
        return level_of_channel(self._brand, channel)

    def promises(self, topic: TopicGround, channel: str) -> dict[str, Rule]:
        """For each clock the promise that such a case gets."""
        known = self._chosen.get(key := (topic.code, channel, topic.kind, topic.priority))
        if known is None:
            known = self._chosen[key] = rules_for(
                self._rules,
                {
                    "topic": topic.code,
                    "kind": topic.kind,
                    "channel": channel,
                    "priority": f"P{topic.priority}",
                    "plan": "",
                    "complexity": "standard",
                },
            )
        return known


def lay_ground(*, at: datetime) -> Ground:
    """The installation's first brand with its staff; both are made when there are none."""
    brand = Brand.objects.order_by("created_at", "id").first()
    if brand is None:
        text = _CHARTER.read_text(encoding="utf-8")
        charters.apply_charter(text=text, source=_CHARTER.name, by=_BENCH, at=at)
        brand = Brand.objects.get()
    if not Membership.objects.filter(brand=brand).exists():
        _hire(brand, at)
    return Ground(brand)


def _hire(brand: Brand, at: datetime) -> None:
    for number, name in enumerate(_STAFF):
        member = Staff(email=f"bench{number}@staff.example", name=name, date_joined=at)
        member.set_unusable_password()
        member.save()
        Membership.objects.create(staff=member, brand=brand, role=Role.AGENT)
        for team in Team.objects.filter(brand=brand):
            team.members.add(member)


def _intake(topic: Topic) -> str:
    """What a case about the topic remembers that came without answers and files."""
    found = completeness_of(
        fields=topic.fields,
        evidence=topic.evidence,
        rule=topic.guidance.get("completeness") or {},
        answers={},
        sent=(),
    )
    return json.dumps(intake_of(found, topic.priority))
