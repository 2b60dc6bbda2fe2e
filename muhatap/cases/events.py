"""What can happen to a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from muhatap.cases.case_fact import CaseFact as CaseFact
from muhatap.cases.import_events import CaseImported as CaseImported
from muhatap.cases.import_events import MessageImported as MessageImported
from muhatap.cases.work_events import TagsChanged as TagsChanged
from muhatap.cases.work_events import WorkAnswered as WorkAnswered
from muhatap.cases.work_events import WorkGiven as WorkGiven
from muhatap.cases.work_events import WorkTaken as WorkTaken
from muhatap.cases.work_events import WorkWithdrawn as WorkWithdrawn
from muhatap.kernel.facts import Upcaster


@dataclass(frozen=True, kw_only=True)
class CaseOpened(CaseFact):
    """A customer's matter got a number."""

    kind: ClassVar[str] = "case.opened"
    personal: ClassVar[frozenset[str]] = frozenset({"subject"})
    opens_stream: ClassVar[bool] = True

    number: str
    subject: str
    channel: str
    topic: str
    case_kind: str
    priority: int
    queue: int
    customer: int
    language: str
    received_at: datetime
    next_update_at: datetime


@dataclass(frozen=True, kw_only=True)
class FastLaneTaken(CaseFact):
    """A case came with all that is needed and was opened with the better priority that its topic gives."""

    kind: ClassVar[str] = "case.fast_lane_taken"

    rule: str
    charter: int
    from_priority: int
    to_priority: int


@dataclass(frozen=True, kw_only=True)
class MessagePosted(CaseFact):
    """Something was written on a case; `content_digest` is the SHA-256 of its text and files.

    `template` names the letter and version that it was begun from, where it is a letter.
    """

    kind: ClassVar[str] = "message.posted"
    schema: ClassVar[int] = 2
    upcasters: ClassVar[Mapping[int, Upcaster]] = {1: lambda values: values | {"template": ""}}
    personal: ClassVar[frozenset[str]] = frozenset({"content_digest"})

    message: int
    author: str
    channel: str
    language: str
    files: int
    content_digest: str
    template: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseStatusChanged(CaseFact):
    """A case moved to another status."""

    kind: ClassVar[str] = "case.status_changed"

    status: str
    previous: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseAssigned(CaseFact):
    """A case got another owner, or none."""

    kind: ClassVar[str] = "case.assigned"

    owner: int | None
    previous: int | None


@dataclass(frozen=True, kw_only=True)
class CaseMoved(CaseFact):
    """A case waits in another queue."""

    kind: ClassVar[str] = "case.moved"

    queue: int
    previous: int | None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class PriorityChanged(CaseFact):
    """A case became more or less urgent."""

    kind: ClassVar[str] = "case.priority_changed"

    priority: int
    previous: int
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class NextStepPlanned(CaseFact):
    """Somebody said what happens next and when the customer hears again."""

    kind: ClassVar[str] = "case.next_step_planned"
    personal: ClassVar[frozenset[str]] = frozenset({"next_step"})

    next_step: str
    next_update_at: datetime


@dataclass(frozen=True, kw_only=True)
class TopicCorrected(CaseFact):
    """Staff corrected the topic; what the customer first chose stays."""

    kind: ClassVar[str] = "case.topic_corrected"

    topic: str
    previous: str


@dataclass(frozen=True, kw_only=True)
class DissatisfactionExpressed(CaseFact):
    """The customer said that the answer does not satisfy; from this moment the case is a complaint."""

    kind: ClassVar[str] = "case.dissatisfaction_expressed"
    personal: ClassVar[frozenset[str]] = frozenset({"words"})

    message: int | None
    words: str
    case_kind: str
    previous_kind: str
    channel: str
    topic: str
    priority: int


@dataclass(frozen=True, kw_only=True)
class CasesJoined(CaseFact):
    """A case goes on in another one; recorded on both, and `is_lead` on the one that goes on."""

    kind: ClassVar[str] = "case.joined"

    other: int
    other_number: str
    is_lead: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class CasesParted(CaseFact):
    """Two joined cases go separate ways again; `joined_at` is since when they were one."""

    kind: ClassVar[str] = "case.parted"

    other: int
    other_number: str
    is_lead: bool
    joined_at: datetime


@dataclass(frozen=True, kw_only=True)
class CaseCustomerChanged(CaseFact):
    """A case is another customer's, because two turned out to be one person, or not to be."""

    kind: ClassVar[str] = "case.customer_changed"

    customer: int
    previous: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class IdentityConfirmed(CaseFact):
    """Staff made sure who the customer of the case is."""

    kind: ClassVar[str] = "case.identity_confirmed"

    how: str


@dataclass(frozen=True, kw_only=True)
class SensitiveActDone(CaseFact):
    """Something was done that needs to be sure who asks; `level` says how sure it was."""

    kind: ClassVar[str] = "case.sensitive_act_done"
    personal: ClassVar[frozenset[str]] = frozenset({"reference"})

    action: str
    level: int
    reference: str


@dataclass(frozen=True, kw_only=True)
class TellingChanged(CaseFact):
    """The customer said how she wishes to be told: of this case, or (`is_everywhere`) of all of hers."""

    kind: ClassVar[str] = "case.telling_changed"

    customer: int
    told_by: str
    language: str
    is_large: bool
    quiet: tuple[str, ...]
    is_everywhere: bool


@dataclass(frozen=True, kw_only=True)
class AnswersAdded(CaseFact):
    """The customer answered later what her topic asks; only the names of the answers are told."""

    kind: ClassVar[str] = "case.answers_added"

    answers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AnswersCorrected(CaseFact):
    """Staff wrote answers of the topic; `before` is JSON of what stood there, masked as it was kept."""

    kind: ClassVar[str] = "case.answers_corrected"
    personal: ClassVar[frozenset[str]] = frozenset({"before"})

    answers: tuple[str, ...]
    before: str
    topic: str


@dataclass(frozen=True, kw_only=True)
class MilestoneReached(CaseFact):
    """A case reached a stage that clocks run from or to; `reference` is the number that others gave it."""

    kind: ClassVar[str] = "case.milestone_reached"
    personal: ClassVar[frozenset[str]] = frozenset({"reference"})

    milestone: str
    reached_at: datetime
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class ContentErased(CaseFact):
    """The content of a message was lawfully erased; the chain keeps its place."""

    kind: ClassVar[str] = "message.content_erased"
    security: ClassVar[str] = "erasure"
    erases_events: ClassVar[bool] = True

    message: int
    reason: str
    events: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ParticipantNamed(CaseFact):
    """Somebody beside the customer takes part, was suggested, or no longer takes part."""

    kind: ClassVar[str] = "participant.named"
    personal: ClassVar[frozenset[str]] = frozenset({"name", "address"})

    participant: int
    role: str
    name: str
    address: str


@dataclass(frozen=True, kw_only=True)
class MessageAddressed(CaseFact):
    """A message went to others beside the customer: openly, or without the others knowing."""

    kind: ClassVar[str] = "message.addressed"
    personal: ClassVar[frozenset[str]] = frozenset({"cc", "bcc"})

    message: int
    cc: tuple[str, ...]
    bcc: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ParticipantWrote(CaseFact):
    """A message of the customer's side was written by a participant."""

    kind: ClassVar[str] = "message.participant_wrote"

    message: int
    participant: int


@dataclass(frozen=True, kw_only=True)
class SideConversationOpened(CaseFact):
    """Staff turned to somebody outside about a case."""

    kind: ClassVar[str] = "side.opened"
    personal: ClassVar[frozenset[str]] = frozenset({"subject", "parties"})

    side: int
    subject: str
    parties: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SideMessagePosted(CaseFact):
    """A message belongs to a side conversation: `sent` to the outside or `received` from there."""

    kind: ClassVar[str] = "side.message_posted"

    side: int
    message: int
    direction: str


@dataclass(frozen=True, kw_only=True)
class SideConversationAwaited(CaseFact):
    """The case waits for the answer of a side conversation, or no longer does."""

    kind: ClassVar[str] = "side.awaited"

    side: int
    awaited: bool


@dataclass(frozen=True, kw_only=True)
class CaseLinked(CaseFact):
    """A case and another one belong together; `message` is the one that both hold, in this case."""

    kind: ClassVar[str] = "case.linked"

    other: int
    other_number: str
    reason: str
    message: int | None


@dataclass(frozen=True, kw_only=True)
class SourceOpened(CaseFact):
    """Staff looked behind a mail: its `source`, its `download`, or its `pictures` from outside."""

    kind: ClassVar[str] = "message.source_opened"
    security: ClassVar[str] = "export"

    message: int
    what: str


@dataclass(frozen=True, kw_only=True)
class AccountHelpAgreed(CaseFact):
    """For the customer's account: `lock` by one person, `unlock`, `factors` or `payee` agreed to by two.

    `proof` says how it was made sure who she is; `proposal` is what the second person decided.
    """

    kind: ClassVar[str] = "account.help_agreed"
    security: ClassVar[str] = "factor"

    what: str
    proof: str
    proposal: int | None
