"""Programs and customers at the doors of the web: each asks again and again until it was answered."""

import http.client
import http.cookiejar
import json
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial

from django.db import close_old_connections

from faults.trial import Trial
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author

PATIENCE = 180.0
_PAUSE, _BETWEEN = 0.3, 0.4
_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_STAMP = re.compile(r'name="stamp" value="([^"]+)"')
_MARK = re.compile(r"<(api|form)-(\d{5})>")
# Worth sending again; every other refusal is one.
_PASSING = {429, 500, 502, 503, 504}


@dataclass
class Outside:
    """What callers share: where the desk is, what it accepted and under which number, how it answered."""

    address: str
    token: str = ""
    accepted: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    answers: Counter[int] = field(default_factory=Counter)
    odd: list[str] = field(default_factory=list)
    longest_gap: float = 0.0
    longest_wait: float = 0.0
    is_over: threading.Event = field(default_factory=threading.Event)
    _answered_at: float = field(default_factory=time.monotonic)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, status: int) -> None:
        """An answer came; 0 for a line that broke or never was."""
        with self._lock:
            self.answers[status] += 1
            if status and status not in _PASSING:
                now = time.monotonic()
                self.longest_gap = max(self.longest_gap, now - self._answered_at)
                self._answered_at = now

    def waited(self, seconds: float) -> None:
        """Somebody was answered after so long, however often she had to ask."""
        with self._lock:
            self.longest_wait = max(self.longest_wait, seconds)

    def take(self, mark: str, number: str) -> None:
        """A numbered item is the desk's from now on."""
        with self._lock:
            self.accepted[mark] = number


class Caller(threading.Thread):
    """Sends numbered items one after the other until it is told to end."""

    kind = ""

    def __init__(self, outside: Outside, first: int, step: int, most: int = 100_000) -> None:
        super().__init__(daemon=True)
        self.outside, self._numbers = outside, range(first, most + 1, step)
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )

    def run(self) -> None:
        """All of it."""
        for number in self._numbers:
            if self.outside.is_over.is_set():
                return
            mark = f"{self.kind}-{number:05}"
            case = self.send(mark, number)
            if case:
                self.outside.take(mark, case)
            self.outside.is_over.wait(_BETWEEN)

    def send(self, mark: str, number: int) -> str:
        """Bring one item; the number of its case, empty when patience ended."""
        raise NotImplementedError

    def until_answered(self, request: urllib.request.Request) -> tuple[str, str]:
        """Ask until somebody answers with more than an excuse: the address reached and the body."""
        began = time.monotonic()
        while time.monotonic() < began + PATIENCE:
            try:
                with self._opener.open(request, timeout=30) as answer:
                    said = answer.read().decode()
                    self.outside.note(answer.status)
                    self.outside.waited(time.monotonic() - began)
                    return answer.geturl(), said
            except urllib.error.HTTPError as refusal:
                said = refusal.read().decode(errors="replace")
                self.outside.note(refusal.code)
                if refusal.code not in _PASSING:
                    self.outside.odd.append(f"{request.full_url} {refusal.code}: {said[-300:]}")
                    return "", ""
                if refusal.code == 500:
                    self.outside.odd.append(f"{request.full_url} 500")
            except (OSError, ValueError, http.client.HTTPException):
                self.outside.note(0)
            time.sleep(_PAUSE)
        self.outside.waited(PATIENCE)
        return "", ""


class Program(Caller):
    """Opens cases by the API, each under an idempotency key of its own."""

    kind = "api"

    def send(self, mark: str, number: int) -> str:
        """One call."""
        body = {
            "topic": "OTHER", "text": f"<{mark}> Param nerede?",
            "customer": {"name": f"Program {number}", "email": f"{mark}@kunde.example"},
        }  # fmt: skip
        request = urllib.request.Request(
            f"{self.outside.address}/api/v1/cases",
            data=json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self.outside.token}",
                "Content-Type": "application/json",
                "Idempotency-Key": f"faults-{mark}",
            },
        )
        _, said = self.until_answered(request)
        with suppress(ValueError, KeyError):
            answer = json.loads(said)
            self.outside.secrets[answer["number"]] = answer["secret"]
            return answer["number"]
        return ""


class _From(urllib.request.HTTPHandler):
    """Lines that come from an address of this machine."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._line = partial(http.client.HTTPConnection, source_address=(address, 0))

    def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        """Open a request."""
        return self.do_open(self._line, request)


class FormWriter(Caller):
    """Fills in the form of the portal without a script, and presses send until the number is shown."""

    kind = "form"

    def send(self, mark: str, number: int) -> str:
        """One form, each of another customer: one address may send sixty in an hour."""
        home = _From(f"127.0.{number // 200 + 1}.{number % 200 + 1}")
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(home, cookies)
        start = f"{self.outside.address}/nehir/new/OTHER/"
        _, page = self.until_answered(urllib.request.Request(start))
        form, page = self._post(start, page)
        review, page = self._post(
            form, page, action="continue", what=f"<{mark}> Param nerede, lütfen bakın.",
            contact_name="Sınama", contact_email=f"{mark}@kunde.example", wanted="Paramı istiyorum.",
            **{"happened_at-date": "2026-11-20", "happened_at-time": "10:00"},
        )  # fmt: skip
        if not review.endswith("/review/"):
            return self._given_up(mark, review)
        stamp = _STAMP.search(page)
        done, page = self._post(review, page, stamp=stamp[1] if stamp else "", person="1")
        found = re.search(r"\b\d\d-\d{5}-\d{5}\b", page)
        return found[0] if done.endswith("/done/") and found else self._given_up(mark, done)

    def _post(self, url: str, page: str, **fields: str) -> tuple[str, str]:
        token = _CSRF.search(page)
        if not url or token is None:
            return "", ""
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        return self.until_answered(urllib.request.Request(url, data=body))

    def _given_up(self, mark: str, where: str) -> str:
        self.outside.odd.append(f"<{mark}> stopped at {where or 'an error'}")
        return ""


@contextmanager
def calling(outside: Outside, *callers: threading.Thread) -> Iterator[None]:
    """Let them call for as long as this lasts, and each finish what it began."""
    for each in callers:
        each.start()
    try:
        yield
    finally:
        outside.is_over.set()
    for each in callers:
        each.join(300)


def check_callers(trial: Trial, outside: Outside) -> None:
    """Every accepted item is in the case that was named, once; whatever else is there was never refused."""
    close_old_connections()
    texts = Message.objects.filter(author=Author.CUSTOMER).values_list("text", "case__number")
    found = [(f"{kind}-{number}", case) for text, case in texts for kind, number in set(_MARK.findall(text))]
    times = Counter(mark for mark, _ in found)
    cases = dict(found)
    lost = sorted(mark for mark in outside.accepted if mark not in times)
    doubled = sorted(mark for mark, count in times.items() if count > 1)
    wrong = sorted(mark for mark, number in outside.accepted.items() if cases.get(mark, number) != number)
    trial.figures |= {
        "by the API": sum(mark.startswith("api") for mark in outside.accepted),
        "by the form": sum(mark.startswith("form") for mark in outside.accepted),
        "answers 503": outside.answers[503],
        "longest without an answer, s": round(outside.longest_gap, 1),
        "longest wait of one caller, s": round(outside.longest_wait, 1),
    }
    trial.check("every accepted call and form is in a case", not lost, lost)
    trial.check("each call and form is there once", not doubled, doubled)
    trial.check("each is in the case that its sender was told", not wrong, wrong)
    trial.check("no caller met an error page", not outside.odd, outside.odd[:5])
    trial.check("the web is back within a minute", outside.longest_gap < 60, outside.longest_gap)
    trial.check("no caller waited for a minute", outside.longest_wait < 60, outside.longest_wait)
    opened = Case.objects.filter(number__in=outside.accepted.values()).count()
    trial.check("every number that was told is a case of its own", opened == len(outside.accepted), opened)
