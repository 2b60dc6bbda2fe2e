"""From the events of a case to its observations: pure, so that a closed period can be computed anew."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Any, NamedTuple

from muhatap.reports import folding_contacts, folding_surveys
from muhatap.reports.complaint_story import COMPLAINT_STEPS, ComplaintStory
from muhatap.reports.first_contact import WINDOW
from muhatap.reports.observations import Kind, Observation

RETURN_WINDOW = timedelta(days=90)
_OVER = frozenset({"resolved", "closed"})
_HANDS = {"waiting_customer": "customer", "waiting_third_party": "third"}
_LEFT_OUT = {"spam": "spam", "merged": "duplicate"}
_SOLVED = frozenset({"", "solved"})
# A promise is kept by people; the acknowledgement is a machine's, and a measure of its own.
_MACHINE = "ack"


class Told(NamedTuple):
    """One event of the case: what it recorded, and by which sort of actor."""

    kind: str
    at: datetime
    values: Mapping[str, Any]


class OtherCase(NamedTuple):
    """Another case of the same customer."""

    received_at: datetime
    topic: str
    sort: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the events of a case do not say: its brand's zone, its queues, and the customer's other cases."""

    zone: tzinfo
    as_of: datetime
    queues: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    others: Sequence[OtherCase] = ()
    completeness: str = ""
    business_days: Callable[[datetime, datetime], int] | None = None
    beside: folding_contacts.Beside | None = None


@dataclass(frozen=True, slots=True)
class Folded:
    """The observations of a case, and when time alone may change them."""

    observations: tuple[Observation, ...]
    look_again_at: datetime | None = None


@dataclass(slots=True)
class _Promise:
    clock: str
    code: str
    limit_at: datetime
    result: str = "open"
    seconds: int = 0
    cause: str = ""
    delay: str = ""
    has_owner: bool = False


@dataclass(slots=True)
class _Case:
    """A case while its events are walked."""

    case_id: int
    around: Around
    number: str = ""
    received_at: datetime | None = None
    channel: str = ""
    chosen: str = ""
    topic: str = ""
    sort: str = ""
    priority: int = 0
    queue: int = 0
    owner: int | None = None
    owners: int = 0
    status: str = "new"
    reason: str = ""
    since: datetime | None = None
    waited: dict[str, int] = field(default_factory=lambda: {"us": 0, "customer": 0, "third": 0})
    solved_at: datetime | None = None
    first_solved_at: datetime | None = None
    ended_at: datetime | None = None
    reopened_at: list[datetime] = field(default_factory=list)
    first_reply_at: datetime | None = None
    asked_at: datetime | None = None
    turns: list[int] = field(default_factory=list)
    moves: int = 0
    is_joined: bool = False
    promises: dict[int, _Promise] = field(default_factory=dict)
    surveys: folding_surveys.Surveys = field(default_factory=folding_surveys.Surveys)
    contacts: folding_contacts.Contacts = field(default_factory=folding_contacts.Contacts)
    complaint: ComplaintStory = field(default_factory=ComplaintStory)

    def see(self, told: Told) -> None:
        """Take the next event."""
        if self.received_at is None and told.kind != "case.opened":
            return
        if step := _STEPS.get(told.kind):
            step(self, told.at, told.values)
        if told.kind in folding_contacts.HEARD:
            self.contacts.see(told.kind, told.at, told.values)

    def open(self, at: datetime, values: Mapping[str, Any]) -> None:
        received_at = datetime.fromisoformat(values["received_at"])
        self.received_at = self.since = self.asked_at = received_at
        self.number, self.channel, self.sort = values["number"], values["channel"], values["case_kind"]
        self.topic = self.chosen = values["topic"]
        self.priority, self.queue = values["priority"], int(values["queue"] or 0)

    def post(self, at: datetime, values: Mapping[str, Any]) -> None:
        if values["author"] == "customer":
            self.asked_at = self.asked_at or at
        elif values["author"] == "staff":
            self.first_reply_at = self.first_reply_at or at
            if self.asked_at is not None:
                self.turns.append(_seconds(self.asked_at, at))
                self.asked_at = None

    def move_on(self, at: datetime, values: Mapping[str, Any]) -> None:
        if self.since is not None and self.status not in _OVER:
            self.waited[_HANDS.get(self.status, "us")] += _seconds(self.since, at)
        was_over, self.since = self.status in _OVER, at
        self.status, self.reason = values["status"], values.get("reason", "")
        is_over = self.status in _OVER
        if was_over and not is_over:
            self.reopened_at.append(at)
            self.solved_at = self.ended_at = None
        if is_over and not was_over:
            self.ended_at = at
        if is_over and self.solved_at is None and self.reason in _SOLVED:
            self.solved_at = at if not was_over else self.ended_at
            self.first_solved_at = self.first_solved_at or self.solved_at
        elif is_over and self.reason not in _SOLVED and self.status == "closed":
            self.solved_at = self.solved_at if was_over and self.reason == "no_answer" else None

    def assign(self, at: datetime, values: Mapping[str, Any]) -> None:
        self.owner = None if values["owner"] is None else int(values["owner"])
        self.owners += self.owner is not None

    def change_queue(self, at: datetime, values: Mapping[str, Any]) -> None:
        self.queue = int(values["queue"] or 0)
        self.moves += 1

    def object(self, at: datetime, values: Mapping[str, Any]) -> None:
        self.sort, self.priority = values["case_kind"], values["priority"]

    def join(self, at: datetime, values: Mapping[str, Any]) -> None:
        self.is_joined = self.is_joined or not values["is_lead"]

    def start(self, at: datetime, values: Mapping[str, Any]) -> None:
        for told in values["clocks"]:
            limit_at = datetime.fromisoformat(told["limit_at"])
            self.promises[int(told["clock"])] = _Promise(told["name"], told.get("promise", ""), limit_at)

    def clock(self, kind: str, at: datetime, values: Mapping[str, Any]) -> None:
        promise = self.promises.get(int(values["clock"]))
        if promise is None:
            return
        match kind:
            case "clock.stopped":
                promise.result = "kept" if values["was_kept"] else "missed"
                promise.seconds = int(values["seconds"])
            case "clock.broken" if promise.result == "open":
                promise.result, promise.cause = "late", self._cause()
            case "clock.moved":
                promise.code = values["promise"]
            case "clock.delay_reason_chosen":
                promise.delay = values["reason"]

    def _cause(self) -> str:
        if self.owner is None:
            return "nobody"
        return {"waiting_customer": "customer", "waiting_third_party": "third_party"}.get(self.status, "work")


def _survey(kind: str) -> Callable[[_Case, datetime, Mapping[str, Any]], None]:
    return lambda case, at, values: case.surveys.see(kind, at, values)


def _complaint_step(kind: str) -> Callable[[_Case, datetime, Mapping[str, Any]], None]:
    return lambda case, at, values: COMPLAINT_STEPS[kind](case.complaint, at, values)


def _clock(kind: str) -> Callable[[_Case, datetime, Mapping[str, Any]], None]:
    return lambda case, at, values: case.clock(kind, at, values)


_STEPS: dict[str, Callable[[_Case, datetime, Mapping[str, Any]], None]] = {
    "case.opened": _Case.open,
    "message.posted": _Case.post,
    "case.status_changed": _Case.move_on,
    "case.assigned": _Case.assign,
    "case.moved": _Case.change_queue,
    "case.priority_changed": lambda case, at, values: setattr(case, "priority", values["priority"]),
    "case.topic_corrected": lambda case, at, values: setattr(case, "topic", values["topic"]),
    "case.dissatisfaction_expressed": _Case.object,
    "case.joined": _Case.join,
    "case.parted": lambda case, at, values: setattr(case, "is_joined", False),
    "clocks.started": _Case.start,
    **{kind: _complaint_step(kind) for kind in COMPLAINT_STEPS},
    **{
        kind: _clock(kind)
        for kind in ("clock.stopped", "clock.broken", "clock.moved", "clock.delay_reason_chosen")
    },
}
_STEPS |= {kind: _survey(kind) for kind in folding_surveys.HEARD}
HEARD = frozenset(_STEPS) | folding_contacts.HEARD


def fold_case(case_id: int, events: Iterable[Told], around: Around) -> Folded:
    """The observations of a case as its events tell them up to a moment; none where it was never opened."""
    case = _Case(case_id, around)
    for told in events:
        if told.at <= around.as_of:
            case.see(told)
    if case.received_at is None:
        return Folded(())
    looks: list[datetime] = []
    received_at = case.received_at.astimezone(around.zone)
    values = {
        "hour": received_at.hour,
        **_times(case),
        **_first_contact(case, looks),
        **_complaint(case, looks),
        "promises": [_told_promise(each) for each in case.promises.values()],
    }
    if left_out := "duplicate" if case.is_joined else _LEFT_OUT.get(case.reason, ""):
        values["excluded"] = left_out
    seen = Observation(
        kind=Kind.CASE,
        subject=case.number,
        at=case.received_at,
        on=received_at.date(),
        places=_places(case),
        values=values,
        case_id=case_id,
    )
    return Folded((seen, *_surveys(case, seen), *_contacts(case, seen)), min(looks, default=None))


def _places(case: _Case) -> dict[str, str]:
    queue, team = case.around.queues.get(case.queue, ("", ""))
    places = {
        "channel": case.channel,
        "topic": case.topic,
        "team": team,
        "agent": "" if case.owner is None else str(case.owner),
        "queue": queue,
        "sort": case.sort,
        "priority": str(case.priority),
        "completeness": case.around.completeness,
    }
    return {name: value for name, value in places.items() if value}


def _times(case: _Case) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if case.first_reply_at is not None:
        values["reply"] = _seconds(case.received_at, case.first_reply_at)
    if case.solved_at is not None:
        values["solved"] = _seconds(case.received_at, case.solved_at)
    if case.ended_at is not None:
        values |= {"ended": int(case.ended_at.timestamp()), "waited": case.waited}
    else:
        values["hands"] = _HANDS.get(case.status, "us")
    if case.first_solved_at is not None:
        values |= {"was_solved": True, "reopened": any(at > case.first_solved_at for at in case.reopened_at)}
    if case.chosen:
        values["topic_was_wrong"] = case.topic != case.chosen
    if case.turns:
        values["turns"] = case.turns
    return values


def _first_contact(case: _Case, looks: list[datetime]) -> dict[str, Any]:
    """Solved with one answer, and neither this nor another case on the topic came within seven days of it."""
    first = case.first_reply_at
    if first is None:
        return {}
    until = first + WINDOW
    if case.around.as_of <= until:
        looks.append(until + timedelta(seconds=1))
        return {}
    repeated = any(
        case.received_at < other.received_at <= until and other.topic == case.topic
        for other in case.around.others
    )
    reopened = any(at <= (case.first_solved_at or at) + WINDOW for at in case.reopened_at)
    solved = case.first_solved_at is not None and len(case.turns) == 1 and not repeated and not reopened
    is_handed_on = case.moves > 0 or case.owners > 1
    return {"fcr": solved, "fcr_strict": solved and not is_handed_on}


def _complaint(case: _Case, looks: list[datetime]) -> dict[str, Any]:
    story = case.complaint
    if story.told is None or story.at is None:
        return {}
    told = dict(story.told)
    acks = [each for each in case.promises.values() if each.clock == _MACHINE]
    if acks:
        told["acknowledged_in_time"] = all(each.result == "kept" for each in acks)
    over = story.over_at
    if over is None:
        told.pop("closed", None)
        return {"complaint": told}
    told["closed_days"] = -(-_seconds(story.at, over) // 86_400)
    if case.around.business_days is not None:
        told["closed_business_days"] = case.around.business_days(story.at, over)
    until = over + RETURN_WINDOW
    came = any(over < each.received_at <= until and each.sort != "complaint" for each in case.around.others)
    if came or case.around.as_of > until:
        told["customer_returned"] = came
    else:
        looks.append(until + timedelta(seconds=1))
    return {"complaint": told}


def _told_promise(promise: _Promise) -> list[Any]:
    cause = promise.delay or promise.cause if promise.result in {"missed", "late"} else ""
    return [promise.clock, promise.code, promise.result, promise.seconds, cause]


def _surveys(case: _Case, seen: Observation) -> Iterable[Observation]:
    for told in case.surveys.told((case.complaint.told or {}).get("outcome", "")):
        yield Observation(
            kind=Kind.SURVEY,
            subject=case.number,
            at=told.at,
            on=told.at.astimezone(case.around.zone).date(),
            places=seen.places | told.places,
            values=told.values | ({"excluded": seen.excluded} if seen.excluded else {}),
            case_id=case.case_id,
        )


def _contacts(case: _Case, seen: Observation) -> Iterable[Observation]:
    for told in case.contacts.told(case.around.beside):
        yield Observation(
            kind=told.kind,
            subject=case.number,
            at=told.at,
            on=told.at.astimezone(case.around.zone).date(),
            places={**seen.places, **({"agent": told.agent} if told.agent else {})},
            values=told.values | ({"excluded": seen.excluded} if seen.excluded else {}),
            case_id=case.case_id,
        )


def _seconds(start: datetime | None, end: datetime) -> int:
    """Whole seconds between, 0 where the end lies before."""
    return max(0, (end - start) // timedelta(seconds=1)) if start is not None else 0
