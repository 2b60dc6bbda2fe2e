"""A collector on this machine that speaks OTLP over HTTP with protobuf."""

import gzip
from contextlib import contextmanager
from dataclasses import dataclass, field

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.servers.http_peer import Quiet, serving


@dataclass
class Collector:
    """What came in: spans, and everything as bytes."""

    url: str = ""
    spans: list = field(default_factory=list)
    raw: bytes = b""

    def named(self, name):
        """The spans of this name."""
        return [each for each in self.spans if each.name == name]


@contextmanager
def collector():
    """The collector while it runs."""
    peer = Collector()

    class Door(Quiet):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            data = gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body
            told = ExportTraceServiceRequest.FromString(data)
            assert self.path == "/v1/traces"
            peer.raw += data
            for resource in told.resource_spans:
                for scope in resource.scope_spans:
                    peer.spans += scope.spans
            self.send_response(200)
            self.send_header("Content-Type", "application/x-protobuf")
            self.send_header("Content-Length", "0")
            self.end_headers()

    with serving(Door) as peer.url:
        yield peer
