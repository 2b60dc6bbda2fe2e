"""One small world for all tests: two brands, six staff, two teams each, five customers, real promises."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from unittest.mock import patch

from muhatap.accounts.models import Membership, Staff, Team
from muhatap.accounts.roles import Role
from muhatap.brands.models import Brand
from muhatap.calendars.models import Calendar
from muhatap.cases.models import Case
from muhatap.channels import operations as channels
from muhatap.channels.contract import InboundMessage, Sender
from muhatap.kernel.actors import Actor
from muhatap.promises.models import Promise
from muhatap.topics.models import Queue, Topic

NOON = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)  # Wednesday 12:00 in Istanbul

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
OFFICE = {"tz": "Europe/Istanbul", "hours": {day: [["09:00", "18:00"]] for day in WEEKDAYS}}
ALWAYS = {"tz": "Europe/Istanbul", "hours": {day: [["00:00", "24:00"]] for day in (*WEEKDAYS, "sat", "sun")}}

PROMISES = (
    # code, clock, target, limit, conditions, pauses
    ("ack", "ack", "", "60s", {}, []),
    ("triage", "triage", "24h", "48h", {}, []),
    ("first-reply", "first_reply", "24h", "48h", {}, []),
    ("next-reply", "next_reply", "24h", "48h", {}, []),
    ("resolve", "resolve", "72h", "7d", {}, ["waiting_customer"]),
    ("resolve-complaint", "resolve", "7d", "14d", {"kind": ["complaint"]}, ["waiting_customer"]),
    ("investigation", "investigation_start", "48h", "72h", {"kind": ["complaint"]}, []),
    ("update", "update", "", "7d", {}, []),
)
LADDER = (
    {"at": "target", "do": ["tell"], "to": "supervisor"},
    {"at": "50", "do": ["tell"], "to": "owner"},
    {"at": "80", "do": ["tell", "raise"], "to": "supervisor"},
    {"at": "100", "do": ["tell", "raise", "reassign"], "to": "department_head", "tell_customer": True},
    {"at": "125", "do": ["tell"], "to": "compliance"},
)
STAFF = (
    ("deniz", "Deniz Aydın", Role.AGENT, ("payments",)),
    ("selin", "Selin Er", Role.AGENT, ("service",)),
    ("mert", "Mert Soylu", Role.SUPERVISOR, ("leads",)),
    ("pelin", "Pelin Ateş", Role.COMPLIANCE, ()),
    ("arda", "Arda Kaya", Role.ADMIN, ()),
    ("gul", "Gül Tan", Role.AUDITOR, ()),
)
CUSTOMERS = (
    Sender("Elif Karaca", "elif@posta.example", "+905321112233"),
    Sender("Hakan Yıldırım", "hakan@posta.example", "+905321112234"),
    Sender("Şule Öztürk", "sule@posta.example", "+905321112235"),
    Sender("İbrahim Güneş", "", "+905321112236"),
    Sender("James Whitfield", "james@mail.example", "+447400123456"),
)
TOPICS = (
    ("PAY-WD", "payments", 3, "request", {"tr": "Para çekme gecikmesi", "en": "Withdrawal delay"}),
    ("ACC-LOGIN", "accounts", 4, "request", {"tr": "Hesaba giriş", "en": "Account access"}),
    ("EMG-UNAUTH", "payments", 1, "emergency", {"tr": "Yetkisiz işlem", "en": "Unauthorised transaction"}),
    ("COMPLAINT", "accounts", 3, "complaint", {"tr": "Şikâyet", "en": "Complaint"}),
)


@dataclass(slots=True)
class World:
    """What every test can name."""

    brand: Brand
    other_brand: Brand
    staff: dict[str, Staff] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    queues: dict[str, Queue] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    stranger: Staff | None = None


def make_world() -> World:
    """Nehir with its people, and Liman with a stranger who must see nothing of Nehir."""
    world = World(brand=_make_brand("nehir", "Nehir"), other_brand=_make_brand("liman", "Liman"))
    _furnish(world.other_brand, World(world.other_brand, world.brand))
    _furnish(world.brand, world)
    for login, name, role, teams in STAFF:
        world.staff[login] = make_staff(world.brand, f"{login}@nehir.example", name, role)
        for code in teams:
            world.teams[code].members.add(world.staff[login])
    world.stranger = make_staff(world.other_brand, "yabanci@liman.example", "Ada Yaman", Role.SUPERVISOR)
    return world


def make_staff(brand: Brand, email: str, name: str, role: Role) -> Staff:
    """A member of staff with a role in one brand and the password `deneme-parola`."""
    member = Staff(email=email, name=name, date_joined=NOON)
    member.set_password("deneme-parola")
    member.save(force_insert=True)
    Membership.objects.create(staff=member, brand=brand, role=role)
    return member


def make_case(
    world: World,
    *,
    at: datetime = NOON,
    topic: str = "PAY-WD",
    customer: int = 0,
    subject: str = "Para çekme talebim gelmedi",
    text: str = "Altı gündür bekliyorum, net bir tarih istiyorum.",
    channel: str = "web_form",
    brand: Brand | None = None,
    acknowledged: bool = False,
    **more: object,
) -> Case:
    """A case that came in at this time, through the one way in; without the letter unless it is asked for."""
    with nullcontext() if acknowledged else without_acknowledgement():
        receipt = channels.receive(
            inbound=InboundMessage(
                brand_id=(brand or world.brand).id,
                channel=channel,
                sender=CUSTOMERS[customer],
                subject=subject,
                text=text,
                topic=topic,
                received_at=at,
                **more,
            ),
            by=Actor.channel(channel),
            at=at,
        )
    return load(receipt.case_id)


def without_acknowledgement() -> AbstractContextManager[object]:
    """Cases opened within have only what their sender wrote, as if the letter could not be rendered."""
    return patch("muhatap.promises.operations.acknowledge_along", lambda **_: None)


def load(case_id: int) -> Case:
    """The case as it stands now."""
    return Case.objects.select_related(
        "brand", "customer", "topic", "queue__team", "queue__escalates_to", "owner"
    ).get(id=case_id)


def _make_brand(code: str, name: str) -> Brand:
    return Brand.objects.create(
        code=code,
        name=name,
        languages=["tr", "en"],
        legal={"name": f"{name} A.Ş.", "address": "İstanbul", "regulated": False},
        charter_number=1,
        created_at=NOON,
    )


def _furnish(brand: Brand, world: World) -> None:
    for code, name in (
        ("service", "Müşteri Hizmetleri"),
        ("payments", "Ödeme"),
        ("leads", "Takım Liderleri"),
    ):
        world.teams[code] = Team.objects.create(brand=brand, code=code, name=name)
    leads = _make_queue(brand, "leads", world.teams["leads"], None, 9)
    world.queues["leads"] = leads
    world.queues["accounts"] = _make_queue(brand, "accounts", world.teams["service"], leads, 0)
    world.queues["payments"] = _make_queue(brand, "payments", world.teams["payments"], leads, 1)
    for place, (code, queue, priority, kind, names) in enumerate(TOPICS):
        world.topics[code] = Topic.objects.create(
            brand=brand,
            code=code,
            queue=world.queues[queue],
            priority=priority,
            kind=kind,
            names=names,
            position=place,
        )
    calendar = Calendar.objects.create(brand=brand, name="always", schedule=ALWAYS)
    Calendar.objects.create(brand=brand, name="office", schedule=OFFICE)
    for place, (code, clock, target, limit, conditions, pauses) in enumerate(PROMISES):
        Promise.objects.create(
            brand=brand,
            code=code,
            clock=clock,
            names={"tr": code, "en": code},
            target=target,
            limit=limit,
            calendar=calendar,
            schedule=ALWAYS,
            conditions=conditions,
            pauses=pauses,
            ladder=[] if clock == "ack" else list(LADDER),
            position=place,
        )


def _make_queue(brand: Brand, code: str, team: Team, escalates_to: Queue | None, position: int) -> Queue:
    return Queue.objects.create(
        brand=brand, code=code, team=team, names={"tr": code}, escalates_to=escalates_to, position=position
    )
