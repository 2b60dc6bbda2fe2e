"""Every address of the desk: no role of another brand gets in, and nothing breaks whatever is asked."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from muhatap.accounts.models import ApiToken, BrokenGlass, OnCallShift
from muhatap.accounts.roles import Role
from muhatap.approvals.models import Proposal
from muhatap.audit.models import Event, ListenerRun
from muhatap.automation.models import Macro, Rule, RuleVersion
from muhatap.cases.models import Message, SideConversation, WorkItem
from muhatap.cases.statuses import Author
from muhatap.channels.models import Callback, Chat, ChatBlock, Delivery, Doubt, Mailbox, VaultItem
from muhatap.customers.models import LikelySame
from muhatap.desk.models import BulkChange, SavedView
from muhatap.desk.urls import urlpatterns
from muhatap.evidence import operations as evidence
from muhatap.evidence.kinds import EvidenceKind
from muhatap.evidence.models import DocumentRequest
from muhatap.help_centre.models import Announcement
from muhatap.integrations.models import Webhook, WebhookCall
from muhatap.kernel.actors import Actor
from muhatap.letters.models import HeldReply, LetterTemplate, PreparedLetter, TextModule
from muhatap.money.trace_models import ProviderTrace
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
from tests.world import make_case, make_staff

pytestmark = pytest.mark.django_db

WITH_OBJECTS = [each for each in urlpatterns if each.pattern.converters]
WITHOUT_OBJECTS = [each for each in urlpatterns if not each.pattern.converters]
# What every brand has alike, so that one's own page answers; test_insights sees that it is one's own.
OF_NOBODY = {"measure"}
OPEN_TO_ALL = [f"/desk/{each.pattern}" for each in WITHOUT_OBJECTS] + ["/desk/insights/cases_received/"]
HUGE = 10**30
# Rows that every visit writes, whoever comes.
VISITS = {"accounts_visit", "django_session", "audit_publication", "audit_stream"}
REFUSED = "access.refused"


@pytest.fixture
def theirs(world):
    """What the addresses can name, all of it of one brand."""
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


@pytest.fixture
def strangers(world):
    """A client for every role of the other brand."""
    return {
        role: _signed_in(make_staff(world.other_brand, f"{role}@liman.example", role.title(), role))
        for role in Role
    }


def _signed_in(staff) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(staff)
    session = client.session
    session["second_factor_passed"] = staff.pk
    session.save()
    return client


def _address(pattern, ids) -> str:
    route = str(pattern.pattern)
    for name in pattern.pattern.converters:
        kind = "path" if name == "place" else None
        for written in (f"<int:{name}>", f"<str:{name}>", f"<slug:{name}>", f"<{kind}:{name}>"):
            route = route.replace(written, str(ids[name]))
    return f"/desk/{route}"


def _counts() -> dict[str, int]:
    tables = [each for each in connection.introspection.table_names() if each not in VISITS]
    with connection.cursor() as cursor:
        found = {}
        for table in tables:
            # That somebody was refused is written down, and nothing else.
            only = f" WHERE kind <> '{REFUSED}'" if table == "audit_event" else ""
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"{only}')
            found[table] = cursor.fetchone()[0]
    return found


def test_no_role_of_another_brand_reaches_anything(theirs, strangers):
    before = _counts()
    wrong = []
    for pattern in (each for each in WITH_OBJECTS if not OF_NOBODY & set(each.pattern.converters)):
        address = _address(pattern, theirs)
        assert "<" not in address, address
        for role, client in strangers.items():
            for method in (client.get, client.post):
                status = method(address).status_code
                if status not in {403, 404, 405}:
                    wrong.append((method.__name__, role.value, address, status))
    assert wrong == []
    assert _counts() == before


def test_no_agent_of_another_team_reaches_a_case(theirs, world):
    # Of no team at all, so that none of the queues is hers.
    client = _signed_in(make_staff(world.brand, "uzak@nehir.example", "Uzak Er", Role.AGENT))
    before, wrong = _counts(), []
    for pattern in (each for each in WITH_OBJECTS if {"number"} & set(each.pattern.converters)):
        for method in (client.get, client.post):
            status = method(_address(pattern, theirs)).status_code
            if status not in {403, 404, 405}:
                wrong.append((method.__name__, str(pattern.pattern), status))
    assert wrong == []
    assert _counts() == before


def test_no_address_breaks_on_numbers_that_cannot_be(theirs, sign_in):
    strange = {key: HUGE if isinstance(value, int) else "ğ%00x" for key, value in theirs.items()}
    clients = [sign_in(login) for login in ("deniz", "mert", "pelin", "arda")]
    wrong = []
    for client, pattern in ((client, pattern) for client in clients for pattern in WITH_OBJECTS):
        client.raise_request_exception = False
        one_by_one = [{**theirs, name: strange[name]} for name in pattern.pattern.converters]
        for ids in one_by_one:
            for method in (client.get, client.post):
                answer = method(_address(pattern, ids))
                if answer.status_code >= 500:
                    wrong.append((method.__name__, _address(pattern, ids), str(answer.exc_info[1])[:90]))
    assert wrong == []


def test_no_page_breaks_on_whatever_it_is_asked(world, sign_in):
    make_case(world)
    odd = (
        "\0",
        "٣" * 18,
        "9" * 19,
        "0001-01-01",
        "9999-12-31",
        "0001-01-01T00:00",
        "9999-12-31T23:59",
        "(" * 500,
    )
    names = ("q", "text", "cursor", "page", "since", "until", "case", "with", "brand", "at", "queue", "saved")
    names += ("stage", "view", "days", "act", "macro", "priority", "severity", "order", "did", "from", "team")
    names += (
        "span",
        "trend",
        "only",
        "every",
        "measure",
        "owner",
        "high",
        "agent",
        "topic",
        "channel",
        "kind",
    )
    wrong = []
    for login in ("mert", "arda"):
        client = sign_in(login)
        client.raise_request_exception = False
        for address, value in ((address, value) for address in OPEN_TO_ALL for value in odd):
            for method in (client.get, client.post):
                answer = method(address, dict.fromkeys(names, value))
                if answer.status_code >= 500:
                    wrong.append((method.__name__, address, value[:9], str(answer.exc_info[1])[:90]))
    assert wrong == []
