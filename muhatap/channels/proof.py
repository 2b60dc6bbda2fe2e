"""Holding deliveries against their events: what went out, and that it did, is as recorded."""

from collections.abc import Iterable, Mapping

from muhatap.audit.findings import Fault, Finding
from muhatap.audit.verifying import ProvenEvent
from muhatap.channels.events import DeliveryGivenUp, DeliveryReturned, MessageDelivered
from muhatap.channels.models import Delivery, DeliveryState

_OUTCOMES = frozenset({MessageDelivered.kind, DeliveryGivenUp.kind, DeliveryReturned.kind})
_SENT, _COMPLAINED = frozenset({DeliveryState.SENT}), frozenset({DeliveryState.COMPLAINED})
# What came back may wait to be sent once more by hand, or be withheld because its words were erased.
_BACK = frozenset(
    {DeliveryState.BOUNCED, DeliveryState.QUEUED, DeliveryState.DEFERRED, DeliveryState.WITHHELD}
)


class DeliveriesAgree:
    """The check of case streams: every delivery carries the digest of the bytes that its event names."""

    stream_kind = "case"

    def __call__(self, streams: Mapping[int, list[ProvenEvent]]) -> Iterable[Finding]:
        """Where deliveries differ from what their events say."""
        rows = {
            row[0]: row[1:]
            for row in Delivery.objects.filter(case_id__in=list(streams))
            .values_list("id", "case_id", "message_id", "rendered_sha256", "state")
            .iterator()
        }
        for case_id, events in streams.items():
            last: dict[int, tuple[frozenset[str], ProvenEvent]] = {}
            for event in events:
                if event.kind not in _OUTCOMES:
                    continue
                if wrong := _difference(event, rows):
                    yield Finding("case", case_id, event.seq, event.event_id, Fault.TABLE, wrong)
                delivery = int(event.values["delivery"])
                last[delivery] = _states_after(event, last.get(delivery, (frozenset(), event))[0]), event
            for delivery, (states, event) in last.items():
                if delivery in rows and rows[delivery][3] not in states:
                    wrong = "the delivery is in another state than its last event says"
                    yield Finding("case", case_id, event.seq, event.event_id, Fault.TABLE, wrong)


def _states_after(event: ProvenEvent, before: frozenset[str]) -> frozenset[str]:
    if event.kind == DeliveryGivenUp.kind:
        return _BACK
    if event.kind == MessageDelivered.kind:
        # A bounce may be recorded before the answer that the mail was taken.
        return _SENT | before
    match event.values["reason"]:
        case "delayed":
            return before | _SENT
        case "complained":
            return _COMPLAINED
        case _:
            return _BACK


def _difference(event: ProvenEvent, rows: Mapping[int, tuple[int, int, str, str]]) -> str:
    row = rows.get(int(event.values["delivery"]))
    if row is None or row[:2] != (event.stream_id, int(event.values["message"])):
        return "the delivery is gone or belongs to another message"
    if event.kind == MessageDelivered.kind and row[2] != event.values["rendered"]:
        return "the delivery names other bytes than those that went out"
    return ""
