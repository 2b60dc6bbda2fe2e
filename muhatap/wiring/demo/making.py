"""Making the demo: staff, then every story told through the operations that the real desk uses."""

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.mfa.totp.internal.auth import generate_totp_secret as new_secret
from django.contrib.auth.hashers import make_password

from muhatap.accounts import operations as accounts
from muhatap.accounts.models import Staff, Team
from muhatap.accounts.roles import Role
from muhatap.brands.models import Brand
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author, ClosedReason, Status
from muhatap.channels import operations as channels
from muhatap.channels.contract import InboundMessage, Sender
from muhatap.channels.operations.sending import hold_waiting
from muhatap.kernel.actors import Actor
from muhatap.promises import operations as promises
from muhatap.surveys import operations as surveys
from muhatap.wiring.demo.articles import publish_articles
from muhatap.wiring.demo.automating import let_work_by_itself
from muhatap.wiring.demo.calling import promise_calls
from muhatap.wiring.demo.chatting import talk
from muhatap.wiring.demo.complaining import examine, set_terms
from muhatap.wiring.demo.connecting import connect
from muhatap.wiring.demo.evidencing import prove
from muhatap.wiring.demo.granting import make_keys
from muhatap.wiring.demo.measuring import tell_past
from muhatap.wiring.demo.people import CUSTOMERS, DEMO_PASSWORD, STAFF, Person
from muhatap.wiring.demo.protecting import ask_about_data
from muhatap.wiring.demo.recurring import make_problems
from muhatap.wiring.demo.reviewing import review_work
from muhatap.wiring.demo.standing import make_standing
from muhatap.wiring.demo.stories import STORIES, Step, Story
from muhatap.wiring.demo.surveying import answer_surveys
from muhatap.wiring.demo.telephoning import make_calls

_DEMO = Actor.system("demo")


def make_demo(*, at: datetime) -> None:
    """Fill the only brand with invented people and their cases, as if they had written in the last weeks."""
    brand = Brand.objects.get()
    brand.is_demo = True
    brand.save(update_fields=["is_demo"])
    digest = make_password(DEMO_PASSWORD)
    staff = {person.email: _make_staff(brand, person, digest, at) for person in STAFF}
    set_terms(brand, staff["arda@nehir.example"], staff["pelin@nehir.example"], at - timedelta(days=60))
    _publish_articles(brand, staff, at)
    opened: dict[int, int] = {}
    moments: list[tuple[datetime, int, Step | None]] = []
    for index, story in enumerate(STORIES):
        began = at - timedelta(hours=story.hours_ago)
        moments.append((began, index, None))
        moments += [(began + timedelta(hours=step.hours), index, step) for step in story.steps]
    for moment, index, step in sorted(moments, key=lambda entry: (entry[0], entry[1])):
        _sweep_until(moment)
        if step is None:
            opened[index] = _open(brand, STORIES[index], moment)
        else:
            _take_step(opened[index], step, staff, moment)
    _sweep_until(at)
    make_problems(brand, staff, at)
    let_work_by_itself(brand, staff, at)
    answer_surveys(brand, staff, at)
    promise_calls(brand, staff, at)
    talk(brand, staff, at)
    make_calls(brand, staff, at)
    review_work(brand, staff, at)
    ask_about_data(brand, staff, at)
    connect(brand, staff, at)
    make_keys(brand, staff, at)
    make_standing(brand, staff, at)
    hold_waiting(brand_id=brand.id, by=_DEMO, at=at)
    tell_past(brand=brand, by=_DEMO, at=at)


def _publish_articles(brand: Brand, staff: dict[str, Staff], at: datetime) -> None:
    writer = next(staff[person.email] for person in STAFF if person.role == Role.SUPERVISOR)
    publish_articles(brand=brand, owner=writer, by=Actor.staff(writer.pk), at=at)


def _make_staff(brand: Brand, person: Person, digest: str, at: datetime) -> Staff:
    member = accounts.create_staff(
        email=person.email, name=person.name, password=None, is_demo=True, by=_DEMO, at=at
    )
    # Everybody has the printed password: slow to digest on purpose, it is digested once.
    member.password = digest
    member.save(update_fields=["password"])
    accounts.enrol_totp(staff=member, secret=new_secret(), by=_DEMO, at=at)
    accounts.give_role(staff=member, brand=brand, role=person.role, by=_DEMO, at=at)
    for team in Team.objects.filter(brand=brand, code__in=person.teams):
        team.members.add(member)
    return member


def _open(brand: Brand, story: Story, moment: datetime) -> int:
    name, email, phone, language = CUSTOMERS[story.customer]
    receipt = channels.receive(
        inbound=InboundMessage(
            brand_id=brand.id,
            channel=story.channel,
            sender=Sender(name=name, email=email, phone=phone),
            subject=story.subject,
            text=story.text,
            topic=story.topic,
            language=language,
            fields=story.fields,
            received_at=moment,
        ),
        by=Actor.channel(story.channel),
        at=moment,
    )
    promises.acknowledge(case=_case(receipt.case_id), by=_DEMO, at=moment + timedelta(seconds=4))
    return receipt.case_id


def _case(case_id: int) -> Case:
    return Case.objects.select_related("brand", "customer", "topic", "queue").get(id=case_id)


def _take_step(case_id: int, step: Step, staff: dict[str, Staff], moment: datetime) -> None:
    case = _case(case_id)
    by = Actor.staff(staff[step.who].pk) if step.who else Actor.customer(case.customer_id)
    if step.what == "take":
        cases.assign(case=case, owner=staff[step.who], by=by, at=moment)
        return
    _STEPS[step.what](case, step, by, moment)


def _write(author: Author, channel: str) -> Callable[[Case, Step, Actor, datetime], None]:
    def write(case: Case, step: Step, by: Actor, moment: datetime) -> None:
        new = cases.NewMessage(author=author, channel=channel or case.channel, text=step.text)
        cases.post_message(case=case, new=new, by=by, at=moment)

    return write


def _move(
    status: Status, closed: ClosedReason | None = None
) -> Callable[[Case, Step, Actor, datetime], None]:
    def move(case: Case, step: Step, by: Actor, moment: datetime) -> None:
        cases.change_status(case=case, status=status, closed=closed, by=by, at=moment)

    return move


def _object(case: Case, step: Step, by: Actor, moment: datetime) -> None:
    cases.express_dissatisfaction(case=case, words=step.text, channel="portal", by=by, at=moment)


def _answer_survey(case: Case, step: Step, by: Actor, moment: datetime) -> None:
    score, _, comment = step.text.partition("|")
    answer = surveys.Answer(score=int(score), comment=comment)
    surveys.answer_survey(case=case, answer=answer, by=by, at=moment)


_STEPS: dict[str, Callable[[Case, Step, Actor, datetime], None]] = {
    "reply": _write(Author.STAFF, "email"),
    "note": _write(Author.NOTE, "desk"),
    "customer": _write(Author.CUSTOMER, ""),
    "object": _object,
    "examine": examine,
    "prove": prove,
    "resolve": _move(Status.RESOLVED),
    "wait": _move(Status.WAITING_CUSTOMER),
    "third": _move(Status.WAITING_THIRD_PARTY),
    "close": _move(Status.CLOSED, ClosedReason.SOLVED),
    "survey": _answer_survey,
}


def _sweep_until(moment: datetime) -> None:
    while promises.sweep(by=_DEMO, at=moment).clocks:
        pass
