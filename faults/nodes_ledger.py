"""What customers, agents and clocks did through two nodes, counted in the one database."""

import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import close_old_connections

from faults.nodes import Node
from faults.trial import Trial
from muhatap.audit.models import Event, Publication
from muhatap.brands.models import Brand
from muhatap.cases import operations as cases
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.channels import operations as channels
from muhatap.channels.contract import InboundMessage, Sender
from muhatap.kernel.actors import Actor
from muhatap.promises.models import ClockStep

_CASE, _MORE = re.compile(r"<case-(\d{5})>"), re.compile(r"<more-(\d{5})>")
_ALARM_SECONDS, _PATIENCE = 60.0, 180.0


def make_overdue(turn: int) -> tuple[str, datetime]:
    """A case whose first reply was promised until a moment ago, and an agent's answer on an older one."""
    close_old_connections()
    at = datetime.now(UTC) - timedelta(hours=73)
    receipt = channels.receive(
        inbound=InboundMessage(
            brand_id=Brand.objects.get().id, channel="web_form",
            sender=Sender("Geç", f"gec{turn}@posta.example"), subject=f"Geç {turn}",
            text="Üç gündür bekliyorum.", topic="OTHER", received_at=at,
        ),
        by=Actor.channel("web_form"), at=at,
    )  # fmt: skip
    found = Case.objects.filter(channel="api").order_by("-id").first()
    if found is not None:
        new = cases.NewMessage(author=Author.STAFF, channel="api", text=f"<answer-{turn:05}>")
        cases.post_message(case=found, new=new, by=Actor.system("trial"), at=datetime.now(UTC))
    return receipt.number, datetime.now(UTC)


def check_all(
    trial: Trial,
    node: Node,
    customer: Any,
    screen: Any,
    overdue: list[tuple[str, datetime]],
    *,
    since: datetime,
) -> None:
    """Wait until the nodes have caught up, then hold the ledger against the tables."""
    settled = trial.wait_until(lambda: _is_settled(screen, overdue), _PATIENCE, 1.0)
    trial.figures["seconds until all was settled"] = round((datetime.now(UTC) - since).total_seconds(), 1)
    trial.check("everything settles", settled is not None, _unsettled(screen, overdue))
    _check_written(trial, customer)
    _check_alarms(trial, overdue)
    _check_screen(trial, screen)
    proved = node.console("audit", "verify")
    trial.check("muhatap audit verify: intact", proved.returncode == 0, proved.stdout[-500:])
    given_up = node.console("audit", "listeners")
    trial.check("no reaction was given up", given_up.returncode == 0, given_up.stdout[:500])


def _check_written(trial: Trial, customer: Any) -> None:
    rows = list(Message.objects.filter(author=Author.CUSTOMER).values_list("text", "case__number"))
    for pattern, accepted, what in (
        (_CASE, set(customer.opened), "every accepted case is there once"),
        (_MORE, customer.written, "every accepted message is there once"),
    ):
        found = [(int(number), case) for text, case in rows for number in pattern.findall(text)]
        times = Counter(number for number, _ in found)
        doubled = sorted(number for number, count in times.items() if count > 1)
        lost = sorted(accepted - set(times))
        trial.check(what, not doubled and not lost, f"lost {lost}, doubled {doubled}")
        strange = [number for number, case in found if customer.opened.get(number, case) != case]
        trial.check(f"{what}, in the case whose number was told", not strange, strange)


def _check_alarms(trial: Trial, overdue: list[tuple[str, datetime]]) -> None:
    steps = Counter(ClockStep.objects.values_list("clock_id", "threshold"))
    trial.check(
        "no step of a ladder was taken twice", max(steps.values(), default=0) <= 1, steps.most_common(3)
    )
    slowest = 0.0
    for number, made_at in overdue:
        case = Case.objects.get(number=number)
        broken = list(
            Event.objects.filter(stream_id=case.id, kind="clock.broken").values_list("content", "at")
        )
        clocks = Counter(json.loads(content)["clock"] for content, _ in broken)
        trial.check(
            f"{number}: every promise broke once", clocks and max(clocks.values()) == 1, clocks.most_common(3)
        )
        slowest = max(slowest, *((at - made_at).total_seconds() for _, at in broken), 0.0)
    trial.figures["slowest alarm, s"] = round(slowest, 1)
    trial.check("every alarm within 60 s", slowest < _ALARM_SECONDS, slowest)


def _check_screen(trial: Trial, screen: Any) -> None:
    seqs = [seq for seq, _, _ in screen.heard]
    trial.check("the browser heard nothing twice and all in order", seqs == sorted(set(seqs)), "")
    missing = _public() - set(seqs)
    trial.check("the browser heard everything", not missing, sorted(missing)[:10])
    trial.check("it never had to read its page anew", not screen.told_to_read_anew, screen.told_to_read_anew)


def _is_settled(screen: Any, overdue: list[tuple[str, datetime]]) -> bool:
    close_old_connections()
    if Publication.objects.filter(published_seq=None).exists():
        return False
    broken = Event.objects.filter(kind="clock.broken", stream_id__in=_ids(overdue))
    told = set(broken.values_list("stream_id", flat=True))
    return len(told) == len(overdue) and _public() <= {seq for seq, _, _ in screen.heard}


def _unsettled(screen: Any, overdue: list[tuple[str, datetime]]) -> str:
    missing = sorted(_public() - {seq for seq, _, _ in screen.heard})
    waiting = Publication.objects.filter(published_seq=None).count()
    return f"not published: {waiting}; not heard: {missing[:10]} ({len(missing)})"


def _ids(overdue: list[tuple[str, datetime]]) -> list[int]:
    return list(
        Case.objects.filter(number__in=[number for number, _ in overdue]).values_list("id", flat=True)
    )


def _public() -> set[int]:
    """The numbers of all that became public of cases while the browser listened."""
    events = Event.objects.filter(stream_id__in=Case.objects.values("id"))
    published = Publication.objects.filter(published_seq__gt=1, event_id__in=events.values("id"))
    return set(published.values_list("published_seq", flat=True))
