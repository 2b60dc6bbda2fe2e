"""The shapes of calls by which a program works on cases as the desk's own hand."""

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from muhatap.channels.adapters.api.schemas import AttachmentIn


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TagsIn(_Sent):
    """Tags to put on and to take off; letters, digits and hyphens, 40 characters at most."""

    add: list[str] = Field(default_factory=list, max_length=20, examples=[["vip"]])
    remove: list[str] = Field(default_factory=list, max_length=20)
    reason: str = Field("", max_length=200)


class TagsOut(BaseModel):
    """The tags of a case, in order."""

    number: str
    tags: list[str]


class SensitiveActIn(_Sent):
    """Something that needs to be sure who asks, and the reference under which it was done."""

    action: Literal[
        "documents", "withdrawal_enquiry", "change_request", "verification", "unlock", "data_delivery"
    ]
    reference: str = Field(min_length=1, max_length=300)


class SensitiveActsOut(BaseModel):
    """How sure it is who asks, 0 to 3, and which acts that allows."""

    number: str
    level: int
    allowed: list[str]


class TaskIn(_Sent):
    """What a department is asked, and by when."""

    team: str = Field(min_length=1, max_length=40, description="A code of `GET /teams`.")
    title: str = Field(min_length=1, max_length=200)
    question: str = Field(min_length=1, max_length=20_000)
    due_at: AwareDatetime


class TaskAnswerIn(_Sent):
    """The department's answer, with files that become evidence."""

    answer: str = Field(min_length=1, max_length=20_000)
    attachments: list[AttachmentIn] | None = Field(None, max_length=20)


class TaskWithdrawalIn(_Sent):
    """Taking a task back needs no words."""


class TaskOut(BaseModel):
    """A task of a department; its answer once it has one."""

    id: str
    case: str
    team: str
    title: str
    question: str
    state: Literal["waiting", "answered", "withdrawn"]
    asked_at: datetime
    due_at: datetime
    ended_at: datetime | None
    answer: str | None


class TasksOut(BaseModel):
    """Tasks, oldest first; ask again with `after=next` until `next` is null."""

    tasks: list[TaskOut]
    next: str | None


class ChangeIn(_Sent):
    """What changes on a case; what is left out stays."""

    priority: int | None = Field(None, ge=1, le=4, description="1 is the most urgent.")
    queue: str | None = Field(None, max_length=40, description="A code of `GET /queues`.")
    topic: str | None = Field(None, max_length=40, description="A code of `GET /topics`.")
    status: Literal["open", "waiting_customer", "waiting_third_party", "resolved", "closed"] | None = None
    closed_reason: Literal["solved", "no_answer", "spam", "withdrawn"] | None = Field(
        None, description="Needed with `status: closed`, and only there."
    )
    next_step: str | None = Field(None, min_length=1, max_length=300)
    next_update_at: AwareDatetime | None = Field(None, description="Needed with `next_step`.")
    reason: str = Field("", max_length=200)


class PlaceOut(BaseModel):
    """A team or queue by its code."""

    code: str
    name: str


class PlacesOut(BaseModel):
    """The teams or queues of the brand."""

    places: list[PlaceOut]
