"""Spans for a collector of OpenTelemetry (OTLP over HTTP): an extra, and off without an address."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module, metadata
from importlib.util import find_spec
from typing import Any

from muhatap.kernel.tracing import Value, trace_with

_SENT_EVERY_MS = 2000
IDLE = "muhatap.idle"


def is_installed() -> bool:
    """Whether the extra is there: `pip install muhatap[traces]`."""
    return all(find_spec(name) for name in ("opentelemetry", "google.protobuf"))


def begin(url: str) -> "Otlp | None":
    """Hand the spans of this process to the collector at an address, if one is named."""
    tracer = Otlp(url) if url else None
    trace_with(tracer)
    return tracer


class Otlp:
    """Spans to a collector; each process begins its own sending with its first span."""

    def __init__(self, url: str) -> None:
        self._url, self._pid, self._tracer, self._provider = url, 0, None, None
        self._api: Any = import_module("opentelemetry.trace")
        self._context: Any = import_module("opentelemetry.trace.propagation.tracecontext")

    @contextmanager
    def span(self, name: str, attributes: dict[str, Value], parent: str = "") -> Iterator[Any]:
        """A span around a block; what fails is told by its sort alone, since its words may be of people."""
        with self._own().start_as_current_span(
            name,
            context=self._begun_elsewhere(parent),
            attributes=attributes,
            kind=self._kind(name),
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            try:
                yield span
            except BaseException as error:
                span.set_attribute("error.type", type(error).__name__)
                span.set_status(self._api.StatusCode.ERROR)
                raise

    def note(self, name: str, attributes: dict[str, Value]) -> None:
        """A moment within the open span."""
        self._api.get_current_span().add_event(name, attributes)

    def say(self, attributes: dict[str, Value]) -> None:
        """More about the open span."""
        span = self._api.get_current_span()
        span.set_attributes(attributes)
        if "name" in attributes:
            span.update_name(str(attributes["name"]))

    def flush(self) -> None:
        """Send what waits, at the end of a process or of a test."""
        if self._provider is not None and self._pid == os.getpid():
            self._provider.force_flush()

    def end(self) -> None:
        """Send what waits and let the sending thread go."""
        if self._provider is not None and self._pid == os.getpid():
            self._provider.shutdown()
            self._provider, self._tracer = None, None

    def _begun_elsewhere(self, parent: str) -> Any:
        if not parent:
            return None
        return self._context.TraceContextTextMapPropagator().extract({"traceparent": parent})

    def _kind(self, name: str) -> Any:
        kinds = {"request": self._api.SpanKind.SERVER, "call": self._api.SpanKind.CLIENT}
        return kinds.get(name.partition(" ")[0], self._api.SpanKind.INTERNAL)

    def _own(self) -> Any:
        # A fork takes no thread along, so a child that went on with its parent's sender would send nothing.
        if self._tracer is None or self._pid != os.getpid():
            self._pid, self._provider = os.getpid(), _provider(self._url)
            self._tracer = self._provider.get_tracer("muhatap")
        return self._tracer


def _provider(url: str) -> Any:
    sdk, export = import_module("opentelemetry.sdk.trace"), import_module("opentelemetry.sdk.trace.export")
    http = import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")
    resources = import_module("opentelemetry.sdk.resources")
    told = {"service.name": "muhatap", "service.version": metadata.version("muhatap")}
    provider = sdk.TracerProvider(resource=resources.Resource.create(told), shutdown_on_exit=False)

    class Busy(export.BatchSpanProcessor):
        """Leaves out turns of jobs that found nothing to do: there are many a second."""

        def on_end(self, span: Any) -> None:
            if not (span.attributes or {}).get(IDLE):
                super().on_end(span)

    sender = http.OTLPSpanExporter(endpoint=f"{url.rstrip('/')}/v1/traces", timeout=5)
    provider.add_span_processor(Busy(sender, schedule_delay_millis=_SENT_EVERY_MS))
    return provider
