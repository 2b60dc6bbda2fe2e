"""What the desk refuses (RFC 9457)."""

from dataclasses import dataclass

import httpx


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong value: where it stands, its code, what is wrong, what to do."""

    field: str
    code: str
    message: str
    remedy: str


class Refused(Exception):
    """The desk refused a call; `code` is the last part of the problem's type, such as `invalid-request`."""

    def __init__(self, status: int, code: str, detail: str, faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(f"{status} {code}: {detail}")
        self.status = status
        self.code = code
        self.detail = detail
        self.faults = faults


def refusal_of(answer: httpx.Response) -> Refused:
    """The refusal in an answer; one that is no problem of the desk has the code `unknown`."""
    try:
        said = answer.json()
        code = str(said["type"]).rpartition(":")[2]
        faults = tuple(
            Fault(each["field"], each["code"], each["message"], each["remedy"])
            for each in said.get("errors", ())
        )
        return Refused(answer.status_code, code, str(said.get("detail", "")), faults)
    except (ValueError, KeyError, TypeError):
        return Refused(answer.status_code, "unknown", answer.text[:200])
