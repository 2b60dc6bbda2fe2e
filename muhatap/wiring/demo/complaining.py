"""A complaint of the demo as far as its investigation: acknowledged, split, triaged, planned, half found."""

from datetime import datetime, timedelta

from muhatap.accounts.models import Staff, Team
from muhatap.brands.models import Brand
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.complaints import operations as complaints
from muhatap.complaints.models import Complaint
from muhatap.complaints.plan_models import StepKind
from muhatap.complaints.queries import complaint_of, point_of
from muhatap.kernel.actors import Actor
from muhatap.money import operations as money
from muhatap.money.redress import RemedyKind, Terms
from muhatap.wiring.demo.stories import Step

_POINTS = (
    "Çekim altı gündür hesabıma geçmedi",
    "Sorduğumda her seferinde başka bir tarih söylendi",
)
_SOUGHT = "4.850,00 TL tutarın gönderilmesi ve 38,00 TL ücretin iadesi"
_PLAN = (
    "1. İşlem kaydını çekirdek sistemden al.\n"
    "2. Aracı kuruluş paneline bak.\n"
    "3. Finans ekibinin görüşünü iste."
)
_FACTS = (
    "Tutar hesaptan düşülmüş, aracı kuruluş havuzunda kalmış, alıcı bankaya ulaşmamıştır. "
    "Gecikme müşteriden kaynaklanmamıştır."
)

_TERMS = Terms(
    "TRY",
    {"agent": 50_000, "supervisor": 250_000, "compliance": 1_000_000},
    {"supervisor": 250_000, "compliance": 1_000_000},
    5_000_000,
)


def examine(case: Case, step: Step, by: Actor, moment: datetime) -> None:
    """Bring the case's complaint into its investigation."""
    complaint = complaint_of(case)
    if complaint is None or case.owner_id is None:
        return
    complaints.acknowledge(complaint=complaint, by=Actor.system("demo"), at=moment)
    complaints.split_points(
        complaint=complaint, points=_POINTS, remedy_sought=_SOUGHT, by=by, at=moment + timedelta(minutes=5)
    )
    judged = complaints.Triage(
        severity=2,
        impact=3,
        urgency=2,
        vulnerability="none",
        complexity="simple",
        reason="Tutar altı gündür yolda, müşteri yeniden sordu.",
    )
    complaints.triage(complaint=complaint, judged=judged, by=by, at=moment + timedelta(minutes=12))
    complaints.plan(complaint=complaint, text=_PLAN, by=by, at=moment + timedelta(minutes=20))
    _ask(complaint_of(case), by, moment + timedelta(minutes=25))
    found = complaints.Found(finding="upheld", facts=_FACTS, no_evidence="Yalnız panelde görünüyor")
    complaints.find(point=point_of(complaint, 1), found=found, by=by, at=moment + timedelta(minutes=40))
    _offer(complaint_of(case), by, moment + timedelta(minutes=50))
    _resolve(complaint_of(case), by, moment + timedelta(minutes=55))


def set_terms(brand: Brand, proposed_by: Staff, agreed_by: Staff, at: datetime) -> None:
    """Let two people say who may give how much."""
    proposal = money.propose_terms(
        brand=brand, terms=_TERMS, reason="Yıllık bütçe", by=Actor.staff(proposed_by.pk), at=at
    )
    money.agree_terms(proposal=proposal, by=Actor.staff(agreed_by.pk), at=at)


def _resolve(complaint: Complaint, by: Actor, at: datetime) -> None:
    steps = (
        (StepKind.TECHNICAL, "Havuzda kalan ödemelerin saat başı yeniden gönderilmesini açıyoruz.", 3),
        (StepKind.TRANSACTIONAL, "Tutarı ve kesilen ücreti hesabınıza gönderiyoruz.", 5),
    )
    for kind, words, days in steps:
        due_on = (at + timedelta(days=days)).date()
        new = complaints.NewStep(kind=kind, words=words, owner_id=complaint.case.owner_id, due_on=due_on)
        complaints.plan_step(complaint=complaint, new=new, by=by, at=at)


def _offer(complaint: Complaint, by: Actor, at: datetime) -> None:
    """One remedy that a second person approved, and one that waits for her."""
    fee = money.NewRemedy(
        kind=RemedyKind.FEE_REFUND, words="Çekim ücretinin iadesi", amount=3_800, currency="TRY"
    )
    remedy = complaints.propose_redress(complaint=complaint, new=fee, by=by, at=at)
    second = Staff.objects.get(email="mert@nehir.example")
    complaints.decide_redress(
        complaint=complaint,
        remedy=remedy,
        agrees=True,
        reason="",
        by=Actor.staff(second.pk),
        at=at + timedelta(minutes=5),
    )
    kindness = money.NewRemedy(
        kind=RemedyKind.GOODWILL, words="Altı günlük bekleyiş için", amount=25_000, currency="TRY"
    )
    complaints.propose_redress(complaint=complaint, new=kindness, by=by, at=at + timedelta(minutes=8))


def _ask(complaint: Complaint, by: Actor, at: datetime) -> None:
    team = Team.objects.filter(brand_id=complaint.brand_id).order_by("id").first()
    new = cases.NewWork(
        team=team,
        title="Finans ekibinin yazılı görüşü",
        question="Tutar aracı kuruluş havuzunda mı, ne zaman çözülür?",
        due_at=at + timedelta(days=2),
    )
    cases.give_work(case=complaint.case, new=new, by=by, at=at)
