"""The shapes of what programs send and get, as OpenAPI shows them."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

LONGEST_TEXT = 200_000
MOST_FILES = 20


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CustomerIn(_Sent):
    """Who writes: an e-mail address or a telephone number is needed to answer."""

    name: str | None = Field(None, max_length=200, examples=["Ayşe Yılmaz"])
    email: str | None = Field(None, max_length=254, examples=["ayse@example.com"])
    phone: str | None = Field(None, max_length=40, examples=["+90 532 000 00 00"])


class AttachmentIn(_Sent):
    """A file: its name and its bytes in base64; `evidence` is the topic's evidence item that it answers."""

    name: str = Field(min_length=1, max_length=200)
    base64: str = Field(min_length=1, json_schema_extra={"contentEncoding": "base64"})
    evidence: str | None = Field(None, max_length=40)


class CaseIn(_Sent):
    """A new case."""

    brand: str | None = Field(None, max_length=40, description="The token's own brand; may be left out.")
    topic: str = Field(
        min_length=1, max_length=40, description="A code of `GET /topics`.", examples=["PAY-WD"]
    )
    subject: str | None = Field(None, max_length=300, description="Made of the text where it is left out.")
    text: str = Field(min_length=1, max_length=LONGEST_TEXT)
    customer: CustomerIn
    fields: dict[str, Any] | None = Field(
        None, description="The topic's fields by code; null where there is no answer."
    )
    language: str | None = Field(None, max_length=8, description="One of the brand's languages.")
    attachments: list[AttachmentIn] | None = Field(None, max_length=MOST_FILES)


class MessageIn(_Sent):
    """A further word of the customer."""

    text: str = Field(min_length=1, max_length=LONGEST_TEXT)
    attachments: list[AttachmentIn] | None = Field(None, max_length=MOST_FILES)


class PromiseOut(BaseModel):
    """A promise that was made: usually by `target_at`, at the latest by `limit_at`."""

    promise: str
    name: str
    target_at: datetime | None
    limit_at: datetime
    why: str


class CaseOpenedOut(BaseModel):
    """The number and the secret that open the case at `url`, and what is promised."""

    number: str
    secret: str
    url: str
    status: str
    promises: list[PromiseOut]
    missing: list[str] | None = Field(
        None, description="Fields that the topic needs and that were left out, if there are any."
    )


class DerivationLineOut(BaseModel):
    """One line of how a due time came about: a code, its words, and what they speak of."""

    model_config = ConfigDict(extra="allow")

    code: str
    text: str


class ClockOut(PromiseOut):
    """A promise as it stands: `calm soon late kept missed paused idle`; `kept` is null while it runs."""

    state: str
    started_at: datetime
    stopped_at: datetime | None
    kept: bool | None
    derivation: list[DerivationLineOut]


class ListedCaseOut(BaseModel):
    """A case in a list."""

    number: str
    url: str
    status: str
    closed_reason: str | None
    kind: str
    priority: str
    subject: str
    topic: str | None
    queue: str | None
    language: str
    channel: str
    opened_at: datetime
    updated_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    next_step: str
    next_update_at: datetime | None


class CaseOut(ListedCaseOut):
    """A case as it stands."""

    promises: list[ClockOut]


class CasesOut(BaseModel):
    """A page of cases, the newest first; `next` is null on the last one."""

    cases: list[ListedCaseOut]
    next: str | None


class FoundOut(ListedCaseOut):
    """A case that was found; `marks` are the places in `excerpt` that fit, as offsets of characters."""

    found_in: Literal["case", "case_and_message", "message", "near_name"]
    message: str | None
    file: str | None
    excerpt: str
    marks: list[tuple[int, int]]


class SearchOut(BaseModel):
    """What was found, best first; `more` when there may be more than was looked at."""

    results: list[FoundOut]
    more: bool


class FileOut(BaseModel):
    """A file of a message, without its bytes."""

    name: str
    content_type: str
    size: int
    sha256: str
    evidence: str | None


class MessageOut(BaseModel):
    """A message that the customer may see; internal notes are never among them."""

    id: str
    author: str
    channel: str
    language: str
    at: datetime
    text: str
    files: list[FileOut]
    withheld: list[str] | None = Field(
        None, description="What is left out because it does not serve the purpose of the token."
    )


class MessagesOut(BaseModel):
    """Messages, oldest first; ask again with `after=next` until `next` is null."""

    messages: list[MessageOut]
    next: str | None


class MessagePostedOut(BaseModel):
    """The message as it was taken, and the case's status after it."""

    id: str
    number: str
    status: str


class TopicsOut(BaseModel):
    """The topics of the brand in the charter's order, each with what it asks."""

    brand: str
    language: str
    topics: list[dict[str, Any]]


class OfferedOut(BaseModel):
    """A promise of the charter and what it holds for."""

    promise: str
    clock: str
    name: str
    target: str
    limit: str
    applies_to: dict[str, list[str]]


class PromisesOut(BaseModel):
    """The public promises of the brand."""

    brand: str
    language: str
    promises: list[OfferedOut]


class FaultOut(BaseModel):
    """One wrong value: where it stands, what is wrong, what to do."""

    field: str
    code: str
    message: str
    remedy: str


class ProblemOut(BaseModel):
    """What went wrong (RFC 9457); `kept` names the vault item in which a refused body lies."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FaultOut] | None = None
    kept: str | None = None
