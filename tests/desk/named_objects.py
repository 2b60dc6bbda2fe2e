"""One of everything that an address of the desk can name."""

from datetime import timedelta

from django.utils import timezone

from muhatap.accounts.models import ApiToken, BrokenGlass, OnCallShift
from muhatap.approvals.models import Proposal
from muhatap.audit.models import Event, ListenerRun
from muhatap.automation.models import Macro, Rule, RuleVersion
from muhatap.cases.models import Message, SideConversation, WorkItem
from muhatap.cases.statuses import Author
from muhatap.channels.models import Callback, Chat, ChatBlock, Delivery, Doubt, Mailbox, VaultItem
from muhatap.customers.models import LikelySame
from muhatap.desk.models import BulkChange, SavedView
from muhatap.evidence import operations as evidence
from muhatap.evidence.kinds import EvidenceKind
from muhatap.evidence.models import DocumentRequest
from muhatap.help_centre.models import Announcement
from muhatap.incidents.models import Incident, Sort, State
from muhatap.incidents.spans import Effect
from muhatap.integrations.models import Webhook, WebhookCall
from muhatap.kernel.actors import Actor
from muhatap.letters.models import HeldReply, LetterTemplate, PreparedLetter, TextModule
from muhatap.money.trace_models import ProviderTrace
from muhatap.privacy.models import Audit, Breach
from muhatap.privacy.models.audits import AuditKind
from muhatap.problems import operations as problems
from muhatap.problems.models import Suggestion
from muhatap.problems.states import How
from muhatap.promises.models import Clock
from muhatap.quality import operations as quality
from muhatap.reports.catalogue import MEASURES
from muhatap.reports.models import Alert, Bound, Subscription
from muhatap.routing.models import Skill
from muhatap.surveys.models import SaidAndDone, SurveyAnswer
from tests.complaints import telling as tell
from tests.evidence.pictures import photo
from tests.help_centre.making import begin as begin_article
from tests.problems import telling as tell_problem
from tests.quality import telling as tell_quality
from tests.world import make_case


def objects_of(world) -> dict[str, int | str]:
    """What the addresses of the desk can name, all of it of one brand."""
    at = timezone.now() - timedelta(hours=1)
    brand, deniz, mert = world.brand, world.staff["deniz"], world.staff["mert"]
    complaint = tell.triaged(world)
    case, other = complaint.case, make_case(world, at=at, customer=1)
    item = VaultItem.objects.create(
        brand=brand,
        source="email",
        external_id="<x@y>",
        sha256="0" * 64,
        size=1,
        wrapped_key=b"x",
        stored_at=at,
    )
    message = Message.objects.filter(case=case, author=Author.CUSTOMER).first()
    rule = Rule.objects.create(brand=brand, name="Kural")
    RuleVersion.objects.create(
        rule=rule,
        number=1,
        name="Kural",
        when="opened",
        actions=[],
        digest="",
        written_by=mert,
        written_at=at,
    )
    ids = {
        "number": case.number,
        "brand": brand.code,
        "since": "2026-10-01",
        "message": message.id,
        "letter": PreparedLetter.objects.create(
            case=case, sort="sensitive", because="by_hand", key="k", text="x", prepared_at=at
        ).id,
        "clock": Clock.objects.filter(case=case).first().id,
        "customer": case.customer_id,
        "team": world.teams["payments"].id,
        "rule": rule.id,
        "item": item.id,
        "held": HeldReply.objects.create(case=case, staff=deniz, text="x", written_at=at, leaves_at=at).id,
        "module": TextModule.objects.create(
            brand=brand, owner=None, name="m", texts={"tr": "x"}, saved_at=at, saved_by=mert
        ).id,
        "macro": Macro.objects.create(brand=brand, owner=None, name="m", written_by=mert, written_at=at).id,
        "view": SavedView.objects.create(
            owner=mert, brand=brand, roles=[], name="v", condition={"all": []}, saved_at=at
        ).id,
        "change": BulkChange.objects.create(
            staff=deniz, action="priority=1", changes=[], at=timezone.now()
        ).id,
        "side": SideConversation.objects.create(case=case, subject="s", opened_at=at, opened_by=deniz).id,
        "mailbox": Mailbox.objects.create(brand=brand, name="box", address="a@nehir.example").id,
        "skill": Skill.objects.create(brand=brand, code="s", names={"tr": "s"}).id,
        "article": begin_article(world).id,
        "announcement": Announcement.objects.create(
            brand=brand,
            severity="info",
            titles={},
            texts={},
            starts_at=at,
            published_by=mert,
            published_at=at,
        ).id,
        "doubt": Doubt.objects.create(
            brand=brand, case=case, quoted=other, reason="sender", item=item, made_at=at
        ).id,
        "delivery": Delivery.objects.create(
            brand=brand, case=case, message=message, channel="email", recipient="x@y.example"
        ).id,
        "shift": OnCallShift.objects.create(
            team=world.teams["payments"], staff=deniz, weekday=1, begins="09:00", ends="10:00"
        ).id,
        "proposal": Proposal.objects.create(
            brand=brand,
            sort="complaint_export",
            subject=str(mert.pk),
            content_digest="0" * 64,
            reason="x",
            proposed_by=mert,
            proposed_at=at,
            expires_at=at + timedelta(days=9),
        ).id,
        "trace": ProviderTrace.objects.create(
            case=case, provider="p", reference="r", asked_by=mert, asked_at=at, due_at=at + timedelta(days=1)
        ).id,
        "token": ApiToken.objects.create(
            brand=brand,
            name="k",
            digest="0" * 64,
            scopes=["cases:write"],
            created_at=at,
            waits_for_second=True,
        ).id,
        "task": WorkItem.objects.create(
            brand=brand,
            case=case,
            team=world.teams["payments"],
            title="t",
            question="q",
            due_at=at,
            asked_by=mert,
            asked_at=at,
        ).id,
        "alike": LikelySame.objects.create(
            brand=brand, one=case.customer, other=other.customer, kind="email", value="x", seen_at=at
        ).id,
        "callback": Callback.objects.create(
            brand=brand, case=case, phone="+905321112233", asked_at=at, begins_at=at, ends_at=at
        ).id,
        **_problem(world, case),
        **_evidence(world, case),
        **_chat(world, case),
        **_measures(world),
        **_webhook(world),
        **_glass(world, case),
        **_survey(world, other),
        **_quality(world),
        **_registers(world),
    }
    LetterTemplate.objects.create(brand=brand, sort="final", version=1, texts={}, saved_at=at)
    names = {"name": "move", "sort": "final", "pack": "tr-btk", "place": "promises/ack", "role": "agent"}
    return ids | names | {"question": ids["proposal"]}


def _chat(world, case) -> dict[str, int]:
    """The case is talked about right now, and a network may not talk."""
    at, mert = timezone.now(), world.staff["mert"]
    begun = {"visitor_seen_at": at, "started_at": at, "waits_since": at}
    Chat.objects.create(case=case, brand=world.brand, secret_digest="0" * 64, network="mark", **begun)
    until = at + timedelta(days=1)
    block = ChatBlock.objects.create(
        brand=world.brand, what="network", mark="x", reason="x", made_by=mert, made_at=at, until=until
    )
    return {"block": block.id}


def _survey(world, case) -> dict[str, int]:
    """A comment, and what was done about one."""
    at, mert, said = timezone.now(), world.staff["mert"], {"tr": "x", "en": "x"}
    kept = {"brand": world.brand, "case": case, "score": 5, "comment": "x", "may_publish": True, "at": at}
    done = {"said": said, "done": said, "done_on": at.date(), "written_by": mert, "written_at": at}
    entry = SaidAndDone.objects.create(brand=world.brand, **done)
    return {"answer": SurveyAnswer.objects.create(**kept).id, "entry": entry.id}


def _quality(world) -> dict[str, int]:
    """A review with a goal, a course with a session, and an improvement."""
    first, by, at = tell_quality.shared(world), Actor.staff(world.staff["mert"].pk), timezone.now()
    deniz = world.staff["deniz"]
    note = quality.set_goal(brand=world.brand, agent=deniz, goal=tell_quality.goal(), by=by, at=at)
    outline = quality.Outline(name="x", kind="product")
    course = quality.write_course(brand=world.brand, code="x", outline=outline, by=by, at=at)
    session = quality.plan_session(course=course, begins_at=at, minutes=60, by=by, at=at)
    return {
        "review": first.id,
        "sample": first.sample_id,
        "card": first.scorecard_id,
        "note": note.id,
        "agent": deniz.pk,
        "course": course.id,
        "session": session.id,
        "improvement": tell_quality.improvement(world).id,
    }


def _glass(world, case) -> dict[str, int]:
    """Somebody opened the case in an emergency."""
    at = timezone.now()
    glass = BrokenGlass.objects.create(
        brand=world.brand,
        staff=world.staff["arda"],
        case_id=case.id,
        number=case.number,
        reason="Acil bir durum",
        begun_at=at,
        ends_at=at + timedelta(hours=1),
    )
    return {"glass": glass.id}


def _measures(world) -> dict[str, int | str]:
    """A measure that left its limits, and a report by mail."""
    at, mert = timezone.now(), world.staff["mert"]
    measure = next(iter(MEASURES))
    bound = Bound.objects.create(
        brand=world.brand, measure=measure, high=1, owner=mert, action="x", set_at=at
    )
    alert = Alert.objects.create(bound=bound, value=2, size=9, since_at=at)
    Subscription.objects.create(brand=world.brand, staff=mert, every="week", next_at=at)
    return {"bound": bound.id, "alert": alert.id, "measure": measure}


def _webhook(world) -> dict[str, int]:
    """A webhook with a call, and a listener that failed every time."""
    at = timezone.now()
    webhook = Webhook.objects.create(
        brand=world.brand, name="w", url="https://hook.example/", kinds=["*"], made_at=at
    )
    call = WebhookCall.objects.create(webhook=webhook, event_id=1, kind="x.y", due_at=at, noted_at=at)
    event = Event.objects.filter(brand_id=world.brand.id).first()
    run = ListenerRun.objects.create(event_id=event.id, listener="x", next_try_at=at, given_up_at=at)
    return {"webhook": webhook.id, "call": call.id, "run": run.id}


def _evidence(world, case) -> dict[str, int]:
    """A picture and a request for documents."""
    by, at = Actor.staff(world.staff["mert"].pk), timezone.now()
    new = evidence.NewItem(kind=EvidenceKind.RECEIPT, name="x.jpg", data=photo(), has_file=True)
    (item,) = evidence.offer_items(case=case, new=[new], by=by, at=at)
    request = DocumentRequest.objects.create(
        case=case, purpose="payment", ground="contract", words="x", asked_at=at, due_at=at
    )
    return {"piece": item.id, "file": item.file_id, "asked": request.id, "sheet": 0}


def _problem(world, case) -> dict[str, int]:
    """A problem with a notice, and a suggestion."""
    problem = tell_problem.confirmed(world)
    by, at = Actor.staff(world.staff["mert"].pk), timezone.now()
    problems.tie(problem=problem, case=case, how=How.AGENT, by=by, at=at)
    said = {"tr": "x", "en": "x"}
    notice = problems.write_notice(problem=problem, subjects=said, texts=said, by=by, at=at)
    suggestion = Suggestion.objects.create(
        brand=world.brand, first_case_id=case.id, case_ids=[case.id], count=1, found_at=at, changed_at=at
    )
    return {"problem": problem.id, "notice": notice.id, "suggestion": suggestion.id}


def _registers(world) -> dict[str, int]:
    """An incident, a breach and an audit."""
    at, mert = timezone.now(), world.staff["mert"]
    incident = Incident.objects.create(
        brand=world.brand,
        sort=Sort.TROUBLE,
        components=["portal"],
        titles={"tr": "x", "en": "x"},
        state=State.INVESTIGATING,
        effect=next(iter(Effect)),
        begins_at=at,
        opened_by=mert,
        opened_at=at,
    )
    breach = Breach.objects.create(brand=world.brand, number=1, title="x", found_at=at, opened_at=at)
    audit = Audit.objects.create(
        brand=world.brand,
        kind=AuditKind.SECURITY,
        title="x",
        scope="x",
        auditor="x",
        owner=mert,
        planned_on=at.date(),
        planned_at=at,
    )
    return {"incident": incident.id, "breach": breach.id, "audit": audit.id}
