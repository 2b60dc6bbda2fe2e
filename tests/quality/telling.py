"""Reviews, goals and improvements as tests tell them."""

from datetime import date, timedelta
from decimal import Decimal

from muhatap.cases import operations as cases
from muhatap.cases.statuses import Author
from muhatap.kernel.actors import Actor
from muhatap.quality import operations as quality
from muhatap.quality.models import Review, ReviewRole
from muhatap.quality.sampling import Plan
from muhatap.quality.scoring import code_of, sheet_of
from tests.world import NOON, make_case

# The weights and lines of measures.md: 20/30/25/25.
SECTIONS = (
    ("Kimlik ve güvenlik", 20, ["Kimlik doğrulandı"]),
    ("Çözüm", 30, ["Doğru çözüm verildi"]),
    ("Süreç", 25, ["Süreç adımları izlendi"]),
    ("Dil", 25, ["Siz dili", "Sade dil", "Saat verildi", "Sonraki adım söylendi", "Yazım doğru"]),
)
CRITICALS = ("Kimlik sorulmadan bilgi verildi", "Kart numarası istendi")
SHEET = sheet_of(SECTIONS, CRITICALS, 70)
SINCE, UNTIL = date(2026, 11, 9), date(2026, 11, 16)
LATER = NOON + timedelta(hours=1)


def by(world, login):
    """The actor behind a login."""
    return Actor.staff(world.staff[login].pk)


def scorecard(world, **more):
    """The scorecard for all channels."""
    said = {"name": "Yazılı yanıt", "channels": [], "sheet": SHEET, **more}
    return quality.write_scorecard(brand=world.brand, **said, by=by(world, "mert"), at=NOON)


def answered(world, login, *, at=NOON - timedelta(days=7), **more):
    """A case that somebody answered."""
    case = make_case(world, at=at - timedelta(hours=2), **more)
    new = cases.NewMessage(author=Author.STAFF, channel="email", text="Ödemeniz yarın 16:40’ta hesabınızda.")
    cases.post_message(case=case, new=new, by=by(world, login), at=at)
    return case


def sample(world, *, since=SINCE, until=UNTIL, at=NOON, **plan):
    """A sample of the week, by default one case of each agent, each reviewed by two."""
    asked = Plan(**{"per_stratum": 1, "blind_percent": 100, **plan})
    return quality.draw_sample(
        brand=world.brand, since=since, until=until, plan=asked, by=by(world, "mert"), at=at
    )


def review(drawn, role=ReviewRole.FIRST):
    """The one review of a role in a sample."""
    return Review.objects.select_related("scorecard", "sample", "case").get(sample=drawn, role=role)


def marks(worse=()):
    """Yes to everything but the lines that start with these words."""
    return {
        each.code: next((mark for start, mark in worse if each.text.startswith(start)), "yes")
        for each in SHEET.criteria
    }


def finish(world, done, login, worse=(), errors=(), at=LATER):
    """A review marked by somebody."""
    found = [code_of(each) for each in errors]
    return quality.finish_review(
        review=done, marks=marks(worse), errors=found, comment="Bakıldı.", by=by(world, login), at=at
    )


def shared(world, login="deniz"):
    """A finished review that its agent can read."""
    scorecard(world)
    answered(world, login)
    first = review(sample(world, blind_percent=0))
    finish(world, first, "mert")
    quality.share_review(review=first, by=by(world, "mert"), at=LATER)
    first.refresh_from_db()
    return first


def criterion(start="Saat verildi"):
    """One line of the sheet."""
    return next(each for each in SHEET.criteria if each.text.startswith(start))


def goal(**more):
    """A goal about naming the hour."""
    said = {"words": "Her yanıtta saat ver", "criterion": criterion(), "target": 80, "note": "Konuştuk."}
    return quality.Goal(**{**said, **more})


def change(world, **more):
    """A change judged by the median of first replies."""
    said = {
        "title": "Hazır metin",
        "action": "Bekleme metnini yaz.",
        "owner": world.staff["mert"],
        "measure": "frt_median",
        "is_better_up": False,
        "target": Decimal("2"),
        "check_on": NOON.date() + timedelta(days=30),
        "cause": "Yanıtlar elle yazılıyor.",
    }
    return quality.Change(**{**said, **more})


def reading(value, *, days_from=-30, size=40):
    """What a measure said over thirty days."""
    begins = NOON.date() + timedelta(days=days_from)
    number = None if value is None else Decimal(value)
    return quality.Reading(number, size, begins, begins + timedelta(days=30))


def improvement(world, **more):
    """An open improvement with its baseline."""
    return quality.open_improvement(
        brand=world.brand,
        change=change(world, **more),
        baseline=reading("4.2"),
        by=by(world, "mert"),
        at=NOON,
    )
