"""The proof of one case: its chain, event by event, with what is intact, erased or wrong."""

from dataclasses import dataclass
from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.audit.comparing import head_logs
from muhatap.audit.findings import Finding
from muhatap.audit.models import ErasableContent, Event, HeadLog, ListenerRun
from muhatap.audit.relay import listeners_given_up
from muhatap.audit.verifying import verify_stream
from muhatap.cases.models import Case
from muhatap.cases.proof import CasesAgree
from muhatap.channels.proof import DeliveriesAgree
from muhatap.desk.proof_words import fault_words
from muhatap.dossiers.wording import actor_words, fact_words
from muhatap.kernel.actors import ActorKind
from muhatap.promises.proof import ClocksAgree

_SHOWN = 500
_CHECKS = (CasesAgree(), DeliveriesAgree(), ClocksAgree())


@dataclass(frozen=True, slots=True)
class ProofRow:
    """One link of the chain, as the page shows it."""

    seq: int
    what: str
    who: str
    at: datetime
    hash: str
    is_erased: bool
    fault: str


@dataclass(frozen=True, slots=True)
class CaseProof:
    """What the verification of a case says."""

    rows: list[ProofRow]
    events: int
    erased: int
    faults: list[tuple[int, str]]

    @property
    def is_intact(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


def proof_of(case: Case) -> CaseProof:
    """Verify a case and tell its chain; the newest 500 events are listed."""
    report = verify_stream(case.id, _CHECKS)
    events = list(Event.objects.filter(stream_id=case.id).order_by("-seq")[:_SHOWN])[::-1]
    held = dict(
        ErasableContent.objects.filter(event_id__in=[event.id for event in events]).values_list(
            "event_id", "fields"
        )
    )
    staff_ids = {event.actor_id for event in events if event.actor_kind == ActorKind.STAFF}
    names = dict(Staff.objects.filter(id__in=staff_ids).values_list("id", "name"))
    faults = {finding.seq: fault_words(finding.fault) for finding in reversed(report.findings)}
    rows = [
        ProofRow(
            seq=event.seq,
            what=fact_words(event.kind),
            who=actor_words(event.actor_kind, names.get(event.actor_id or 0, ""), event.actor_label),
            at=event.at,
            hash=event.hash,
            is_erased=bool(event.digests) and held.get(event.id, "{}") == "{}",
            fault=faults.get(event.seq, ""),
        )
        for event in events
    ]
    return CaseProof(rows, report.events, report.erased, [_told(finding) for finding in report.findings])


def newest_logs() -> list[HeadLog]:
    """The head logs of the last month, newest first."""
    return head_logs(31)


def listeners_waiting_for(brand_ids: list[int]) -> list[ListenerRun]:
    """What failed every time in these brands and waits for a person."""
    return listeners_given_up(brand_ids=brand_ids)


def _told(finding: Finding) -> tuple[int, str]:
    return finding.seq, fault_words(finding.fault)
