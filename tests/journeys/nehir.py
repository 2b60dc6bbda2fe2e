"""Nehir as its sample charter makes it, with people at the desk: the ground of every journey."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from allauth.mfa.models import Authenticator
from django.utils import timezone

from muhatap.accounts import operations as accounts
from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Role
from muhatap.accounts.totp import code_at, current_step
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.channels import operations as channels
from muhatap.channels.contract import InboundMessage, Sender
from muhatap.channels.models import Mailbox
from muhatap.channels.operations.mailboxes import give_access
from muhatap.charters import operations as charters
from muhatap.kernel.actors import Actor
from muhatap.wiring import schedule

CHARTER = Path(__file__).parents[2] / "charters" / "nehir.yaml"
PASSWORD = "bir-parola-42"
BY = Actor.system("test")
PEOPLE = (
    ("deniz", "Deniz Aydın", Role.AGENT, ("service", "payments")),
    ("selin", "Selin Er", Role.AGENT, ("service", "payments")),
    ("mert", "Mert Soylu", Role.SUPERVISOR, ("leads",)),
    ("pelin", "Pelin Ateş", Role.COMPLIANCE, ("compliance", "rights")),
    ("arda", "Arda Kaya", Role.ADMIN, ()),
    ("gul", "Gül Tan", Role.AUDITOR, ()),
)


@dataclass(frozen=True, slots=True)
class Nehir:
    """The brand and its staff by login."""

    brand: Brand
    staff: dict[str, Staff]


def open_nehir(at: datetime, charter: str = "") -> Nehir:
    """Apply the sample charter, or another of its own, and give people accounts, factors, roles and teams."""
    text = charter or CHARTER.read_text("utf-8")
    applied = charters.apply_charter(text=text, source=CHARTER.name, by=BY, at=at)
    return Nehir(applied.brand, {person[0]: _hired(applied.brand, *person, at) for person in PEOPLE})


def _hired(brand: Brand, login: str, name: str, role: Role, teams: tuple[str, ...], at: datetime) -> Staff:
    member = accounts.create_staff(email=f"{login}@nehir.example", name=name, password=PASSWORD, by=BY, at=at)
    secret = login.upper().translate(str.maketrans("189", "AAA")).ljust(32, "A")
    accounts.enrol_totp(staff=member, secret=secret, by=BY, at=at)
    accounts.give_role(staff=member, brand=brand, role=role, by=BY, at=at)
    assert not accounts.join_teams(staff=member, brand=brand, codes=teams, by=BY, at=at)
    return member


def code_of(member: Staff) -> str:
    """What her authenticator app shows now."""
    factor = Authenticator.objects.get(user=member, type=Authenticator.Type.TOTP)
    return code_at(factor, current_step(timezone.now()))


def connect_mailbox(brand: Brand, imap: object, user: str, at: datetime) -> Mailbox:
    """Let the desk read the brand's first mailbox from this account of an IMAP server."""
    box = Mailbox.objects.get(brand=brand, name="destek")
    access = {"host": imap.host, "port": imap.port, "tls": "plain", "user": user, "password": imap.password}
    give_access(mailbox=box, access=access, by=BY, at=at)
    return box


def write_in(
    nehir: Nehir,
    *,
    at: datetime | None = None,
    topic: str = "PAY-WD",
    subject: str = "Çekim talebim gelmedi",
    text: str = "Altı gündür bekliyorum, net bir tarih istiyorum.",
    name: str = "Elif Karaca",
    email: str = "elif@posta.example",
) -> Case:
    """A case that came in by the form, without walking through it."""
    at = at or timezone.now() - timedelta(minutes=5)
    receipt = channels.receive(
        inbound=InboundMessage(
            brand_id=nehir.brand.id,
            channel="web_form",
            sender=Sender(name, email),
            subject=subject,
            text=text,
            topic=topic,
            received_at=at,
        ),
        by=Actor.channel("web_form"),
        at=at,
    )
    return Case.objects.get(id=receipt.case_id)


def do_background_work(*, sweeping: bool = True) -> None:
    """Run the jobs of the schedule until none has more to do."""
    at = timezone.now() + timedelta(seconds=1)
    while schedule.relay_events(at) or schedule.deliver(at) or (sweeping and schedule.sweep_promises(at)):
        pass
