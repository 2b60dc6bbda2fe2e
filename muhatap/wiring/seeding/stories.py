"""Chunks of cases, each chunk the same for the same seed, whoever makes it and in which order."""

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from muhatap.cases.statuses import ClosedReason, Status
from muhatap.customers.models import IdentityKind
from muhatap.kernel.ids import id_sequence
from muhatap.wiring.seeding.complaining import ANSWERED, TAKEN
from muhatap.wiring.seeding.ground import Ground, TopicGround
from muhatap.wiring.seeding.people import name_and_address
from muhatap.wiring.seeding.tables import Chunk, moment
from muhatap.wiring.seeding.telling import Opening, SeededCase, SeededCustomer
from muhatap.wiring.seeding.wording import Words, words_for

PERIOD = timedelta(days=730)
CHUNK = 2_000
IDS_OF_A_CASE = 4_096
_WRITTEN = frozenset({"web_form", "email"})
_CHANNELS = ("web_form", "email", "email", "web_form", "in_app", "phone")
_MILLISECOND = timedelta(milliseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Cases of the last weeks, of which two in five still wait.
_RECENT = 2.5
_RETURNING = 0.4
_ENGLISH = 0.12
_TAKEN_FIRST = 0.4


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is seeded, until when, and where numbers and ids go on."""

    cases: int
    open_cases: int
    seed: int
    now: datetime
    run: int = 0
    used: tuple[tuple[int, int], ...] = ()

    @property
    def chunks(self) -> int:
        """How many chunks there are."""
        return -(-self.cases // CHUNK)

    def received_at(self, index: int) -> datetime:
        """When a case was received, more and more often as the firm grows; never two at once."""
        share = ((index + 0.5) / self.cases) ** 0.85
        return self.now - PERIOD + _MILLISECOND * int(PERIOD / _MILLISECOND * share)

    def first_of_year(self, year: int) -> int:
        """The first case of the year, found by halving."""
        low, high = 0, self.cases
        while low < high:
            middle = (low + high) // 2
            if self.received_at(middle).year < year:
                low = middle + 1
            else:
                high = middle
        return low

    def counters(self) -> dict[int, int]:
        """For each year how many numbers are used afterwards."""
        years = range(self.received_at(0).year, self.now.year + 1)
        used = dict(self.used)
        for year in years:
            used[year] = used.get(year, 0) + self.first_of_year(year + 1) - self.first_of_year(year)
        return used


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where and when a case came in."""

    index: int
    ids: itertools.count
    at: datetime
    channel: str


class Storyteller:
    """Makes chunks for one plan; every worker process has its own."""

    def __init__(self, ground: Ground, plan: Plan) -> None:
        self._ground, self._plan = ground, plan
        self._used = dict(plan.used)
        self._first = {year: plan.first_of_year(year) for year in range(plan.now.year - 2, plan.now.year + 1)}
        self._window = plan.cases - min(plan.cases, int(plan.open_cases * _RECENT))
        self._share_open = plan.open_cases / max(1, plan.cases - self._window)

    def chunk(self, place: int) -> Chunk:
        """The cases of one chunk with everything that belongs to them."""
        random, chunk = Random(f"{self._plan.seed}:{self._plan.run}:{place}"), Chunk()  # noqa: S311
        known: list[SeededCustomer] = []
        for index in range(place * CHUNK, min((place + 1) * CHUNK, self._plan.cases)):
            self._tell(random, chunk, index, known)
        return chunk

    def _tell(self, random: Random, chunk: Chunk, index: int, known: list[SeededCustomer]) -> None:
        at = self._plan.received_at(index)
        first_id = next(id_sequence(at_ms=(at - _EPOCH) // _MILLISECOND)) + self._plan.run * IDS_OF_A_CASE
        ids = itertools.count(first_id)
        channel = _CHANNELS[int(random.random() * len(_CHANNELS))]
        customer = self._customer(random, chunk, known, Arrival(index, ids, at, channel))
        topic = self._topic(random)
        words = words_for(random, topic.code, customer.language, customer.name)
        counter = self._used.get(at.year, 0) + index - self._first[at.year] + 1
        case = SeededCase(
            self._ground,
            chunk,
            Opening(
                ids, self._ground.numbering.number(at.year, counter), customer, topic,
                channel, words, at,
            ),
        )  # fmt: skip
        case.open()
        case.acknowledge(at)
        is_open = index >= self._window and random.random() < self._share_open
        if is_open:
            self._leave_open(random, case, words, at)
        else:
            self._finish(random, case, words, at)
        case.end(self._plan.now)

    def _customer(
        self, random: Random, chunk: Chunk, known: list[SeededCustomer], arrival: Arrival
    ) -> SeededCustomer:
        if known and random.random() < _RETURNING:
            return known[int(len(known) * random.random())]
        english = "en" in self._ground.languages and random.random() < _ENGLISH
        language = "en" if english else self._ground.default_language
        ordinal = arrival.index + self._plan.run * 10_000_000
        name, email = name_and_address(random, language, ordinal)
        if arrival.channel not in _WRITTEN:
            email = ""
        customer, brand_id = SeededCustomer(next(arrival.ids), name, email, language), self._ground.brand_id
        chunk.rows["customers_customer"].append(
            (customer.id, brand_id, name, email, language, moment(arrival.at))
        )
        if email:
            chunk.rows["customers_identity"].append(
                (next(arrival.ids), brand_id, customer.id, IdentityKind.EMAIL.value, email)
            )
        known.append(customer)
        return customer

    def _topic(self, random: Random) -> TopicGround:
        topics = self._ground.topics
        return topics[int(len(topics) * random.random() ** 1.4)]

    def _staff(self, random: Random) -> int:
        return self._ground.staff[int(len(self._ground.staff) * random.random())]

    def _leave_open(self, random: Random, case: SeededCase, words: Words, at: datetime) -> None:
        stage = random.random()
        taken_at = at + _span(random, 5)
        if stage < 0.35 or taken_at >= self._plan.now:
            return
        case.take(self._staff(random), taken_at)
        replied_at = taken_at + _span(random, 20)
        if stage < 0.45 or replied_at >= self._plan.now:
            return
        case.reply(words.reply, self._staff(random), replied_at)
        case.answer(TAKEN, replied_at)
        moved_at = replied_at + _span(random, 1)
        if stage >= 0.6 and moved_at < self._plan.now:
            case.wait(Status.WAITING_CUSTOMER if stage < 0.88 else Status.WAITING_THIRD_PARTY, moved_at)

    def _finish(self, random: Random, case: SeededCase, words: Words, at: datetime) -> None:
        now = self._plan.now
        taken_at = at + _span(random, 5)
        replied_at = taken_at + _span(random, 16)
        again_at = replied_at + _span(random, 10)
        answered_at = again_at + _span(random, 12)
        writes_again = random.random() < 0.15
        resolved_at = (answered_at if writes_again else replied_at) + _span(random, 12)
        if resolved_at >= now:
            return
        if random.random() < _TAKEN_FIRST or case.complaint:
            case.take(self._staff(random), taken_at)
        case.reply(words.reply, self._staff(random), replied_at)
        if writes_again:
            case.write_again(words.further, again_at)
            case.reply(words.reply, self._staff(random), answered_at)
        case.answer(ANSWERED, answered_at if writes_again else replied_at)
        if case.complaint:
            # A case does not end beside its complaint: both end together.
            case.end_complaint(resolved_at)
            return
        case.resolve(resolved_at)
        closed_at = resolved_at + timedelta(days=7)
        if closed_at < now:
            case.close(ClosedReason.SOLVED, closed_at)


def _span(random: Random, hours: float) -> timedelta:
    """Mostly short, sometimes very long: what takes people a while."""
    return timedelta(seconds=int(60 + hours * 3600 * random.expovariate(1.0)))
