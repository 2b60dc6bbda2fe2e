"""Who works at the demo operator, and who writes to it. Every person here is invented."""

from dataclasses import dataclass

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Role

# Demo accounts answer only on this machine's own address, so their password is no secret.
DEMO_PASSWORD = "muhatap-demo"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the demo staff."""

    email: str
    name: str
    role: Role
    teams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Login:
    """How to sign in as a member of the demo staff."""

    email: str
    password: str
    role: str


STAFF = (
    Person("deniz@nehir.example", "Deniz Aydın", Role.AGENT, ("service", "payments", "rights", "urgent")),
    Person("selin@nehir.example", "Selin Er", Role.AGENT, ("service", "technical", "verification")),
    Person("mert@nehir.example", "Mert Soylu", Role.SUPERVISOR, ("leads", "service", "payments")),
    Person("pelin@nehir.example", "Pelin Ateş", Role.COMPLIANCE, ("compliance", "rights")),
    Person("arda@nehir.example", "Arda Kaya", Role.ADMIN, ()),
    Person("fikret@nehir.example", "Fikret Usta", Role.SPECIALIST, ("payments",)),
    Person("gul@nehir.example", "Gül Tan", Role.AUDITOR, ()),
)

# name, e-mail, telephone, language
CUSTOMERS = (
    ("Elif Karaca", "elif.karaca@posta.example", "+905321112233", "tr"),
    ("Hakan Yıldırım", "hakan.yildirim@posta.example", "+905321112234", "tr"),
    ("Merve Toprak", "merve.toprak@posta.example", "+905321112235", "tr"),
    ("Ozan Demirel", "ozan.demirel@posta.example", "+905321112236", "tr"),
    ("Kuzey Lojistik A.Ş.", "destek@kuzeylojistik.example", "+902121112233", "tr"),
    ("Ayşe Nur Bilgin", "aysenur.bilgin@posta.example", "+905321112237", "tr"),
    ("Tolga Aksoy", "tolga.aksoy@posta.example", "+905321112238", "tr"),
    ("Şule Öztürk", "sule.ozturk@posta.example", "+905321112239", "tr"),
    ("İbrahim Güneş", "ibrahim.gunes@posta.example", "+905321112240", "tr"),
    ("Leyla Çetin", "leyla.cetin@posta.example", "+905321112241", "tr"),
    ("Burak Şahin", "burak.sahin@posta.example", "+905321112242", "tr"),
    ("Zeynep Arslan", "zeynep.arslan@posta.example", "+905321112243", "tr"),
    ("James Whitfield", "james.whitfield@mail.example", "+447400123456", "en"),
)


def demo_logins() -> list[Login]:
    """The demo accounts of this installation, agents first; none where there is no demo."""
    known = set(Staff.objects.filter(is_demo=True, is_active=True).values_list("email", flat=True))
    return [Login(p.email, DEMO_PASSWORD, p.role.value) for p in STAFF if p.email in known]
