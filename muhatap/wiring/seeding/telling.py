"""One seeded case from its first word on: every step writes what the real operation would write."""

import hashlib
import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta

from muhatap.cases.content import content_digest
from muhatap.cases.events import CaseAssigned, CaseOpened, CaseStatusChanged, MessagePosted
from muhatap.cases.operations.handling import NEXT_WORD
from muhatap.cases.statuses import OPEN_STATUSES, Author, ClosedReason, Kind, Status
from muhatap.channels.events import MessageDelivered
from muhatap.complaints.stages import Stage
from muhatap.kernel.actors import Actor
from muhatap.kernel.near_names import tokens_of_names
from muhatap.kernel.search_text import index_text
from muhatap.privacy.codes import right_of
from muhatap.privacy.events import PrivacyAsked
from muhatap.privacy.models import PrivacyRequest
from muhatap.promises.lifecycle import COURSES, Happening, started_by, stopped_by
from muhatap.wiring.seeding.chaining import CaseChain
from muhatap.wiring.seeding.clockwork import Clockwork
from muhatap.wiring.seeding.complaining import SeededComplaint
from muhatap.wiring.seeding.ground import Ground, TopicGround
from muhatap.wiring.seeding.tables import Chunk, moment
from muhatap.wiring.seeding.wording import Words, acknowledgement

LETTERS = Actor.system("letters")
POSTMAN = Actor.system("mail")
_HANDED_OVER = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class SeededCustomer:
    """Who writes."""

    id: int
    name: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What a case begins with."""

    ids: itertools.count
    number: str
    customer: SeededCustomer
    topic: TopicGround
    channel: str
    words: Words
    at: datetime


class SeededCase:
    """A case whose story is being told."""

    def __init__(self, ground: Ground, chunk: Chunk, opening: Opening) -> None:
        self._ground, self._chunk, self._opening = ground, chunk, opening
        self._ids = opening.ids
        self.id = next(self._ids)
        self._chain = CaseChain(self.id, ground.brand_id, chunk)
        promises = ground.promises(opening.topic, opening.channel)
        self._clocks = Clockwork(promises, self._ids, self._chain, chunk)
        is_complaint = opening.topic.kind == Kind.COMPLAINT
        self.complaint = (
            SeededComplaint(self._ids, self._chain, chunk, opening.channel) if is_complaint else None
        )
        self._status = Status.NEW
        self._owner: int | None = None
        self._staff = LETTERS
        self._messages = 0
        self._updated_at = self._customer_wrote_at = opening.at
        self._next_update_at = opening.at + NEXT_WORD
        self._staff_wrote_at: datetime | None = None
        self._resolved_at: datetime | None = None
        self._closed_at: datetime | None = None
        self._next_due_at = self._next_update_at

    def open(self) -> None:
        """The customer writes and the promises begin."""
        opening, at, by = self._opening, self._opening.at, Actor.channel(self._opening.channel)
        self._chain.add(
            next(self._ids), CaseOpened, by, at,
            {
                "number": opening.number,
                "subject": opening.words.subject,
                "channel": opening.channel,
                "topic": opening.topic.code,
                "case_kind": opening.topic.kind,
                "priority": opening.topic.priority,
                "queue": str(opening.topic.queue_id),
                "customer": str(opening.customer.id),
                "language": opening.customer.language,
                "received_at": at.isoformat(),
                "next_update_at": self._next_update_at.isoformat(),
            },
        )  # fmt: skip
        if self.complaint:
            self.complaint.register(by, at)
        words = index_text(
            opening.number, opening.words.subject, opening.customer.name, opening.customer.email
        )
        near = tokens_of_names([opening.customer.name])
        self._chunk.rows["cases_headtext"].append((self.id, self._ground.brand_id, " ".join([words, *near])))
        self._clocks.start(started_by(Happening.OPENED), by, at)
        if opening.topic.kind == Kind.PRIVACY:
            self._ask_for_data(by, at)
        self._write(Author.CUSTOMER, opening.words.request, by, at)
        self._refresh()

    def _ask_for_data(self, by: Actor, at: datetime) -> None:
        opening, request_id = self._opening, next(self._ids)
        right, level = right_of(opening.topic.code, None), self._ground.level(opening.channel)
        self._chunk.rows[PrivacyRequest._meta.db_table].append(
            (request_id, self._ground.brand_id, self.id, right.value, moment(at), level)
        )
        said = {"right": right.value, "identity_level": level}
        self._chain.add(next(self._ids), PrivacyAsked, by, at, said)

    def acknowledge(self, at: datetime) -> None:
        """The automatic letter with the number."""
        customer = self._opening.customer
        text = acknowledgement(
            customer.language, customer.name, self._opening.number, self._opening.words.subject
        )
        mark = self._ground.receipt_mark(self._opening.topic.kind, customer.language)
        message_id = self._write(Author.AUTOMATIC, text, LETTERS, at, f"ack:{self.id}", mark)
        self._clocks.stop(stopped_by(Happening.ACKNOWLEDGED), True, LETTERS, at)
        self._refresh()
        if self.complaint:
            self.complaint.go((Stage.ACKNOWLEDGED,), LETTERS, at)
        self._deliver(message_id, Author.AUTOMATIC, at + _HANDED_OVER)

    def take(self, staff_id: int, at: datetime) -> None:
        """A member of staff takes the case."""
        self._clocks.break_until(at)
        self._updated_at, self._owner = at, staff_id
        by = Actor.staff(staff_id)
        self._chain.add(next(self._ids), CaseAssigned, by, at, {"owner": str(staff_id), "previous": None})
        self._clocks.happen(Happening.TAKEN, by, at)
        if self.complaint:
            self.complaint.go((Stage.TRIAGED,), by, at)
        self._refresh()

    def reply(self, text: str, staff_id: int, at: datetime) -> None:
        """Its owner, else the given member of staff, answers; a new case is new no longer."""
        self._clocks.break_until(at)
        by = self._staff = Actor.staff(self._owner or staff_id)
        self._next_update_at = at + NEXT_WORD
        self._staff_wrote_at = at
        message_id = self._write(Author.STAFF, text, by, at)
        self._clocks.happen(Happening.STAFF_REPLIED, by, at)
        if self._status is Status.NEW:
            self._move(Status.OPEN, "staff_replied", by, at)
            self._clocks.happen(Happening.WORK_BEGAN, by, at)
        self._refresh()
        self._deliver(message_id, Author.STAFF, at + _HANDED_OVER)

    def answer(self, stages: tuple[Stage, ...], at: datetime) -> None:
        """The complaint, where it is one, goes on with the reply."""
        if self.complaint:
            self.complaint.go(stages, self._staff, at)

    def write_again(self, text: str, at: datetime) -> None:
        """The customer writes again and waits for the next reply."""
        self._clocks.break_until(at)
        self._customer_wrote_at = at
        by = Actor.customer(self._opening.customer.id)
        self._write(Author.CUSTOMER, text, by, at)
        self._clocks.start(started_by(Happening.CUSTOMER_WROTE), by, at)
        self._refresh()

    def wait(self, status: Status, at: datetime) -> None:
        """Somebody else has the word."""
        self._clocks.break_until(at)
        by = self._staff
        self._move(status, "", by, at)
        self._clocks.pause(status.value, by, at)
        if self.complaint:
            self.complaint.move(Stage(status.value), by, at)
        self._refresh()

    def resolve(self, at: datetime) -> None:
        """What was asked is done."""
        self._clocks.break_until(at)
        by = self._staff
        self._resolved_at = at
        self._move(Status.RESOLVED, "", by, at)
        self._clocks.stop(stopped_by(Happening.RESOLVED), True, by, at)
        self._clocks.stop(COURSES, False, by, at)
        self._refresh()

    def end_complaint(self, at: datetime) -> None:
        """The customer confirms, and the case closes with its complaint."""
        self._clocks.break_until(at)
        self.complaint.move(Stage.CLOSED, self._staff, at)
        self._clocks.stop(stopped_by(Happening.RESOLVED), True, self._staff, at)
        self._clocks.stop(COURSES, False, self._staff, at)
        self._closed_at = at
        self._move(Status.CLOSED, "complaint", self._staff, at)
        self._refresh()

    def close(self, reason: ClosedReason, at: datetime) -> None:
        """Nothing more came."""
        self._closed_at = at
        self._move(Status.CLOSED, reason.value, Actor.system("closing"), at)

    def end(self, now: datetime) -> None:
        """Write the case as it stands now."""
        is_open = self._status in OPEN_STATUSES
        if is_open:
            self._clocks.break_until(now)
            self._clocks.go_on(now)
        opening, topic = self._opening, self._opening.topic
        self._clocks.write(self._ground.brand_id, self.id)
        if self.complaint:
            self.complaint.write(self._ground.brand_id, self.id)
        self._chain.close()
        self._chunk.cases += 1
        self._chunk.open_cases += is_open
        self._chunk.rows["cases_case"].append(
            (
                self.id, self._ground.brand_id, opening.number, opening.customer.id, opening.words.subject,
                self._status.value, int(is_open), topic.kind, topic.priority, topic.queue_id, self._owner,
                topic.id, topic.id, opening.channel, opening.customer.language, moment(opening.at),
                moment(self._updated_at), "first_reply", moment(self._next_update_at),
                moment(self._next_due_at), moment(self._customer_wrote_at), moment(self._staff_wrote_at),
                moment(self._resolved_at), moment(self._closed_at), self._closed_reason(), self._messages,
                self._ground.charter_number, topic.intake,
            )
        )  # fmt: skip

    def _closed_reason(self) -> str:
        return ClosedReason.SOLVED.value if self._closed_at else ""

    def _write(
        self, author: Author, text: str, by: Actor, at: datetime, external_id: str = "", template: str = ""
    ) -> int:
        opening, message_id = self._opening, next(self._ids)
        customer = opening.customer
        self._messages += 1
        self._updated_at = at
        self._chunk.rows["cases_message"].append(
            (
                message_id, self.id, author.value, by.id if author is Author.STAFF else None, opening.channel,
                customer.language, text, moment(at), external_id, template,
            )
        )  # fmt: skip
        if author is not Author.AUTOMATIC:
            self._chunk.rows["cases_searchtext"].append(
                (message_id, self.id, self._ground.brand_id, index_text(text))
            )
        self._chain.add(
            next(self._ids), MessagePosted, by, at,
            {
                "message": str(message_id),
                "author": author.value,
                "channel": opening.channel,
                "language": customer.language,
                "files": 0,
                "content_digest": content_digest(text, [], html="", quoted=""),
                "template": template,
            },
        )  # fmt: skip
        return message_id

    def _deliver(self, message_id: int, author: Author, at: datetime) -> None:
        email = self._opening.customer.email
        if not email:
            return
        delivery_id = next(self._ids)
        rendered = hashlib.sha256(str(message_id).encode()).hexdigest()
        self._chunk.rows["channels_delivery"].append(
            (
                delivery_id, self._ground.brand_id, self.id, message_id, "email", email, 1, moment(at),
                f"<{message_id}@nehir.example>", rendered, "sent",
            )
        )  # fmt: skip
        self._chain.add(
            next(self._ids), MessageDelivered, POSTMAN, at,
            {
                "message": str(message_id),
                "delivery": str(delivery_id),
                "channel": "email",
                "author": author.value,
                "rendered": rendered,
            },
        )  # fmt: skip

    def _move(self, status: Status, reason: str, by: Actor, at: datetime) -> None:
        values = {"status": status.value, "previous": self._status.value, "reason": reason}
        self._status, self._updated_at = status, at
        self._chain.add(next(self._ids), CaseStatusChanged, by, at, values)

    def _refresh(self) -> None:
        self._next_due_at = self._clocks.next_due_at() or self._next_update_at
