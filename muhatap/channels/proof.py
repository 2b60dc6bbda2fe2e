"""Holding deliveries against their events: what went out, and that it did, is as recorded."""

from collections.abc import Iterable, Mapping

from muhatap.audit.findings import Fault, Finding
from muhatap.audit.verifying import ProvenEvent
from muhatap.channels.events import DeliveryGivenUp, MessageDelivered
from muhatap.channels.models import Delivery

_OUTCOMES = frozenset({MessageDelivered.kind, DeliveryGivenUp.kind})


class DeliveriesAgree:
    """The check of case streams: every delivery carries the digest of the bytes that its event names."""

    stream_kind = "case"

    def __call__(self, streams: Mapping[int, list[ProvenEvent]]) -> Iterable[Finding]:
        """Where deliveries differ from what their events say."""
        rows = {
            row[0]: row[1:]
            for row in Delivery.objects.filter(case_id__in=list(streams))
            .values_list("id", "case_id", "message_id", "rendered_sha256")
            .iterator()
        }
        for case_id, events in streams.items():
            for event in events:
                if event.kind in _OUTCOMES and (wrong := _difference(event, rows)):
                    yield Finding("case", case_id, event.seq, event.event_id, Fault.TABLE, wrong)


def _difference(event: ProvenEvent, rows: Mapping[int, tuple[int, int, str]]) -> str:
    row = rows.get(int(event.values["delivery"]))
    if row is None or row[:2] != (event.stream_id, int(event.values["message"])):
        return "the delivery is gone or belongs to another message"
    if event.kind == MessageDelivered.kind and row[2] != event.values["rendered"]:
        return "the delivery names other bytes than those that went out"
    return ""
