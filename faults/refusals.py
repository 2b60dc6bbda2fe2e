"""What the desk answers while it cannot work: 503, a time to come back, and words; never an error page."""

import http.client
import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field

from faults.callers import Outside
from faults.trial import Trial

_SERVED = {200, 201}


@dataclass
class Refusals:
    """Answers of one page and of one call, asked again and again in a bad hour."""

    outside: Outside
    pages: list[tuple[int, str, str]] = field(default_factory=list)
    calls: list[tuple[int, str, str]] = field(default_factory=list)

    def ask(self) -> None:
        """Ask for a page, and open a case that nobody counts."""
        self.pages.append(_asked(urllib.request.Request(f"{self.outside.address}/nehir/new/OTHER/")))
        body = {"topic": "OTHER", "text": "x", "customer": {"email": "a@kunde.example"}}
        self.calls.append(
            _asked(
                urllib.request.Request(
                    f"{self.outside.address}/api/v1/cases",
                    headers={"Authorization": f"Bearer {self.outside.token}"},
                    data=json.dumps(body).encode(),
                )
            )
        )

    def check(self, trial: Trial) -> None:
        """Some were refused, each as it should be."""
        refused = [each for each in self.pages if each[0] == 503]
        problems = [each for each in self.calls if each[0] == 503]
        trial.figures |= {"pages refused": len(refused), "calls refused": len(problems)}
        trial.check("pages were refused", len(refused) > 0, [each[0] for each in self.pages])
        trial.check("calls were refused", len(problems) > 0, [each[0] for each in self.calls])
        others = [each for each in (*self.pages, *self.calls) if each[0] not in {*_SERVED, 503}]
        trial.check("nothing was answered with an error page", not others, others[:3])
        plain = all(after and "<h1" in body for _, after, body in refused)
        trial.check("a refused page says in words when to come back", plain, refused[:1])
        typed = all(after and json.loads(body).get("status") == 503 for _, after, body in problems)
        trial.check("a refused call is a problem that says when to come back", typed, problems[:1])


def _asked(request: urllib.request.Request) -> tuple[int, str, str]:
    """Status, Retry-After and body of one answer; 0 when the line broke."""
    request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, "", ""
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers.get("Retry-After", ""), refusal.read().decode(errors="replace")
    except (OSError, http.client.HTTPException):
        return 0, "", ""
