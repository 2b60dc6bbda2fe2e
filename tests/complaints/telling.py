"""Steps of a complaint as tests tell them."""

from datetime import date, timedelta

from muhatap.audit import relay
from muhatap.cases import operations as cases
from muhatap.cases.models import Message
from muhatap.cases.statuses import Author
from muhatap.complaints import operations as complaints
from muhatap.complaints.answer_letter import sort_of, written_letter
from muhatap.complaints.models import Complaint
from muhatap.complaints.queries import complaint_of, point_of
from muhatap.kernel.actors import Actor
from muhatap.promises import rules
from muhatap.promises.models import Promise
from tests.world import ALWAYS, NOON, load, make_case

JUDGED = complaints.Triage(
    severity=2, impact=2, urgency=3, vulnerability="none", complexity="simple", reason="Tutar bekliyor."
)
POINTS = ("Para çekme altı gündür gelmedi", "Kimse aramadı")


def hours(count: float):
    """NOON and so many hours."""
    return NOON + timedelta(hours=count)


def days(count: float):
    """NOON and so many days."""
    return NOON + timedelta(days=count)


def by(world, login: str) -> Actor:
    """This member of staff."""
    return Actor.staff(world.staff[login].pk)


def customer(complaint: Complaint) -> Actor:
    """Who complains."""
    return Actor.customer(complaint.case.customer_id)


def fresh(complaint: Complaint) -> Complaint:
    """The complaint as it stands now."""
    return complaint_of(load(complaint.case_id))


def relayed(at=NOON) -> None:
    """Let what follows afterwards follow."""
    while relay.publish(at=at) or relay.run_listeners(at=at):
        pass


def acknowledged(world, **more) -> Complaint:
    """A complaint as it came in by the form, acknowledged."""
    case = make_case(world, topic="COMPLAINT", acknowledged=True, **more)
    relayed()
    return complaint_of(load(case.id))


def triaged(world, login: str = "deniz", judged=JUDGED, **more) -> Complaint:
    """One with its points, an owner and its triage."""
    complaint = acknowledged(world, **more)
    cases.assign(case=complaint.case, owner=world.staff[login], by=by(world, login), at=hours(1))
    complaints.split_points(
        complaint=complaint,
        points=POINTS,
        remedy_sought="Tutarın gönderilmesi",
        by=by(world, login),
        at=hours(1),
    )
    complaints.triage(complaint=complaint, judged=judged, by=by(world, login), at=hours(2))
    return fresh(complaint)


def investigated(world, login: str = "deniz", **more) -> Complaint:
    """One whose points are all found upon."""
    complaint = triaged(world, login, **more)
    complaints.plan(complaint=complaint, text="Kayıtları al, bankaya sor.", by=by(world, login), at=hours(3))
    for number in (1, 2):
        found(complaint, number, world, login)
    return fresh(complaint)


def found(complaint: Complaint, number: int, world, login: str = "deniz", finding: str = "upheld") -> None:
    """Find upon a point without a file."""
    complaints.find(
        point=point_of(fresh(complaint), number),
        found=complaints.Found(finding=finding, facts="Havuzda kaldı.", no_evidence="Kayıt yalnız panelde"),
        by=by(world, login),
        at=hours(4),
    )


def draft(outcome: str = "upheld", **more) -> complaints.Draft:
    """A decision on both points."""
    known = {
        "outcome": outcome,
        "reasons": "Gecikme müşteriden kaynaklanmadı.",
        "points": {
            1: (outcome, "Para aracı kuruluşun havuzunda kaldı."),
            2: (outcome, "Bu altı gün için arama kaydı yok."),
        },
        "remedy": "Tutar yeniden gönderilir.",
        "is_owed": True,
        "do_by": date(2026, 12, 2),
    }
    return complaints.Draft(**known | more)


def proposed(world, login: str = "deniz", **more) -> Complaint:
    """One whose decision is drafted."""
    complaint = investigated(world, login)
    complaints.propose_decision(complaint=complaint, draft=draft(**more), by=by(world, login), at=hours(5))
    return fresh(complaint)


def responded(world, login: str = "deniz", **more) -> Complaint:
    """One whose customer has the decision."""
    complaint = proposed(world, login, **more)
    answer(complaint, world, login, at=hours(6))
    return fresh(complaint)


def answer(complaint: Complaint, world, login: str = "deniz", *, at) -> None:
    """Tell her the decision with the letter that the template makes."""
    complaint = fresh(complaint)
    signer, sort = world.staff[login].name, sort_of(complaint)
    letter = written_letter(complaint, signer=signer, at=at, sort=sort)
    complaints.respond(complaint=complaint, letter=letter, by=by(world, login), at=at)


def confirming(world, login: str = "deniz") -> Complaint:
    """One whose remedy is carried out."""
    complaint = responded(world, login)
    say(complaint, "accepted", at=hours(7))
    complaints.execute_remedy(
        complaint=fresh(complaint),
        done_on=date(2026, 11, 18),
        reference="EFT-42",
        by=by(world, login),
        at=hours(8),
    )
    return fresh(complaint)


def say(complaint: Complaint, said: str, at, words: str = "") -> None:
    """The customer says it herself."""
    complaints.answer_decision(
        complaint=fresh(complaint), said=said, words=words, message=None, by=customer(complaint), at=at
    )


def conclude(complaint: Complaint, actor: Actor, at) -> None:
    """Name the cause."""
    complaints.conclude(
        complaint=fresh(complaint),
        root_cause="Aracı kuruluş havuzu",
        improves=True,
        improvement="Günlük mutabakat",
        by=actor,
        at=at,
    )


def write(complaint: Complaint, text: str, at) -> Message:
    """The customer writes."""
    return cases.post_message(
        case=load(complaint.case_id),
        new=cases.NewMessage(author=Author.CUSTOMER, channel="web_form", text=text),
        by=customer(complaint),
        at=at,
    )


def customer_of(case):
    return Actor.customer(case.customer_id)


def system():
    return Actor.system("complaints")


def register(world, case, *, expressed_at, at):
    expressed = complaints.Expressed(
        at=expressed_at, origin="desk", channel="phone", points=("Gecikme",), remedy_sought="İade"
    )
    return complaints.register(case=case, expressed=expressed, by=by(world, "deniz"), at=at)


def wait(world, complaint):
    complaints.wait_for(
        complaint=complaint,
        of="customer",
        what="Dekont",
        whom="",
        due_at=days(10),
        by=by(world, "deniz"),
        at=hours(5),
    )
    return fresh(complaint)


def ask(world, complaint):
    new = cases.NewWork(team=world.teams["payments"], title="Panel", question="Nerede?", due_at=days(2))
    return cases.give_work(case=complaint.case, new=new, by=by(world, "deniz"), at=hours(4))


def regulated(world):
    world.brand.legal = {**world.brand.legal, "regulated": True}
    world.brand.save()


def _promise(world, code, clock, limit, conditions):
    Promise.objects.create(
        brand=world.brand, code=code, clock=clock, names={"tr": code, "en": code}, limit=limit,
        schedule=ALWAYS,
        conditions=conditions, position=40,
    )  # fmt: skip
    for cached in (rules._rules, rules._promises_for, rules._rules_of_version, rules._promises_of_version):
        cached.cache_clear()


def complex_promise(world):
    _promise(world, "resolve-complex", "resolve", "28d", {"kind": ["complaint"], "complexity": ["complex"]})


def information_promise(world):
    _promise(world, "information", "information", "3d", {})
