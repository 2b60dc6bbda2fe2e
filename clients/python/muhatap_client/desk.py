"""The calls of a desk's API."""

import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Self
from urllib.parse import quote

import httpx

from muhatap_client.refusals import refusal_of
from muhatap_client.shapes import (
    Attachment,
    Case,
    Customer,
    Event,
    Events,
    Message,
    OpenedCase,
    Promise,
    Task,
)

_ATTEMPTS = 3
_LONGEST_WAIT = 30.0
_LATER = frozenset({429, 503})


class Desk:
    """A desk and the token of one of its brands; close it, or use it in a `with` block."""

    def __init__(
        self,
        url: str,
        token: str,
        *,
        language: str = "en",
        timeout: float = 30.0,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": language}
        self._http = httpx.Client(
            base_url=url.rstrip("/") + "/api/v1", headers=headers, timeout=timeout, transport=transport
        )
        self._sleep = sleep

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def open_case(
        self,
        *,
        topic: str,
        text: str,
        customer: Customer,
        subject: str | None = None,
        fields: Mapping[str, Any] | None = None,
        language: str | None = None,
        attachments: Sequence[Attachment] = (),
        key: str | None = None,
    ) -> OpenedCase:
        """Open a case in the name of a customer; the same key opens it once."""
        body: dict[str, Any] = {"topic": topic, "text": text, "customer": _given(_fields_of(customer))}
        body |= _given({"subject": subject, "language": language})
        if fields:
            body["fields"] = dict(fields)
        if attachments:
            body["attachments"] = [each.as_sent() for each in attachments]
        return OpenedCase.of(self._post("/cases", body, key))

    def case(self, number: str) -> Case:
        """A case as it stands, with every clock that ever ran on it."""
        return Case.of(self._get(f"/cases/{quote(number)}"))

    def cases(self, q: str = "") -> Iterator[Case]:
        """The cases that fit a condition, the newest first."""
        return (Case.of(each) for each in self._pages("/cases", "cases", {"q": q}))

    def messages(self, number: str) -> Iterator[Message]:
        """What the customer can see of a case, oldest first."""
        return (Message.of(each) for each in self._pages(f"/cases/{quote(number)}/messages", "messages", {}))

    def write(
        self, number: str, text: str, *, attachments: Sequence[Attachment] = (), key: str | None = None
    ) -> str:
        """A further word of the customer; the id of the message."""
        body: dict[str, Any] = {"text": text}
        if attachments:
            body["attachments"] = [each.as_sent() for each in attachments]
        return str(self._post(f"/cases/{quote(number)}/messages", body, key)["id"])

    def topics(self, language: str | None = None) -> list[dict[str, Any]]:
        """The topics of the brand with the fields and evidence that each asks for."""
        return list(self._get("/topics", _given({"language": language}))["topics"])

    def promises(self, number: str) -> list[Promise]:
        """How the promises of a case stand."""
        return self.case(number).promises

    def tags(self, number: str) -> list[str]:
        """The tags of a case."""
        return list(self._get(f"/cases/{quote(number)}/tags")["tags"])

    def change_tags(
        self, number: str, *, add: Iterable[str] = (), remove: Iterable[str] = (), key: str | None = None
    ) -> list[str]:
        """Take tags off and put others on; the tags after it."""
        body = {"add": list(add), "remove": list(remove)}
        return list(self._post(f"/cases/{quote(number)}/tags", body, key)["tags"])

    def change(self, number: str, *, key: str | None = None, **changes: Any) -> Case:
        """Change urgency, queue, topic, status or next step; all of it happens or none."""
        sent = {name: _written(value) for name, value in changes.items()}
        return Case.of(self._post(f"/cases/{quote(number)}/changes", sent, key))

    def teams(self) -> list[str]:
        """The codes of the teams that can be asked."""
        return [str(each["code"]) for each in self._get("/teams")["places"]]

    def tasks(self, *, state: str = "waiting", team: str = "") -> Iterator[Task]:
        """The tasks of the brand's departments, oldest first."""
        asked = {"state": state, "team": team}
        return (Task.of(each) for each in self._pages("/tasks", "tasks", asked))

    def tasks_of(self, number: str) -> list[Task]:
        """All tasks of a case."""
        return [Task.of(each) for each in self._get(f"/cases/{quote(number)}/tasks")["tasks"]]

    def give_task(
        self, number: str, *, team: str, title: str, question: str, due_at: datetime, key: str | None = None
    ) -> Task:
        """Ask a department; the task that it got."""
        body = {"team": team, "title": title, "question": question, "due_at": due_at.isoformat()}
        return Task.of(self._post(f"/cases/{quote(number)}/tasks", body, key)["tasks"][-1])

    def answer_task(
        self, task_id: str, answer: str, *, attachments: Sequence[Attachment] = (), key: str | None = None
    ) -> Task:
        """Answer a task for its department."""
        body: dict[str, Any] = {"answer": answer}
        if attachments:
            body["attachments"] = [each.as_sent() for each in attachments]
        return Task.of(self._post(f"/tasks/{quote(task_id)}/answer", body, key))

    def events(self, after: str = "0", *, kind: str = "*", limit: int = 200) -> Events:
        """What happened after a number; ask on with `next`, also when nothing came."""
        said = self._get("/events", {"after": after, "kind": kind, "limit": limit})
        return Events([Event.of(each) for each in said["events"]], str(said["next"]))

    def _pages(self, path: str, name: str, asked: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        after: str | None = "0"
        while after is not None:
            page = self._get(path, {**asked, "after": after, "limit": 200})
            yield from page[name]
            after = page["next"]

    def _get(self, path: str, asked: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return self._call("GET", path, params=asked)

    def _post(self, path: str, body: Mapping[str, Any], key: str | None) -> dict[str, Any]:
        return self._call("POST", path, json=body, headers={"Idempotency-Key": key or str(uuid.uuid4())})

    def _call(self, method: str, path: str, **parts: Any) -> dict[str, Any]:
        for attempt in range(1, _ATTEMPTS + 1):
            wait = 2.0 ** (attempt - 1)
            try:
                answer = self._http.request(method, path, **parts)
            except httpx.TransportError:
                if attempt == _ATTEMPTS:
                    raise
            else:
                if answer.status_code not in _LATER or attempt == _ATTEMPTS:
                    return _said(answer)
                told = answer.headers.get("Retry-After", "")
                wait = min(float(told), _LONGEST_WAIT) if told.isdecimal() else wait
            self._sleep(wait)
        raise AssertionError("unreachable")


def _fields_of(customer: Customer) -> dict[str, str | None]:
    return {"name": customer.name, "email": customer.email, "phone": customer.phone}


def _said(answer: httpx.Response) -> dict[str, Any]:
    if not answer.is_success:
        raise refusal_of(answer)
    said: dict[str, Any] = answer.json()
    return said


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
