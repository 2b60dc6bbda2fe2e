"""The bridge to Django: bodies and answers arrive whole, and no slow client holds up the others."""

import socket
import threading
from http.client import HTTPConnection

import pytest
import uvicorn

from muhatap.wiring.bridge import Bridge

MOST = 3 << 20
PATIENCE = 0.5
PIECE = b"x" * (1 << 20)


class Streamed:
    """An answer in pieces that remembers whether it was closed."""

    streaming = True

    def __init__(self, pieces):
        self.pieces = iter(pieces)
        self.closed = threading.Event()

    def __iter__(self):
        return self.pieces

    def close(self):
        self.closed.set()


class Application:
    """A WSGI application that says what it was asked."""

    def __init__(self):
        self.streamed = []

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        if path == "/fails":
            raise RuntimeError("broken")
        start_response("200 OK", [("Content-Type", "text/plain"), ("X-Path", path)])
        if path == "/stream":
            self.streamed.append(Streamed([PIECE] * 30))
            return self.streamed[-1]
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        told = [environ["REQUEST_METHOD"], environ["QUERY_STRING"], environ.get("HTTP_COOKIE", "")]
        return [" ".join(told).encode(), b" ", str(len(body)).encode(), b" ", body[:20]]


@pytest.fixture
def application():
    return Application()


@pytest.fixture
def port(application):
    listener = socket.create_server(("127.0.0.1", 0))
    bridge = Bridge(application, most=MOST, patience=PATIENCE)
    server = uvicorn.Server(uvicorn.Config(bridge, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join(20)


def ask(port, method="GET", path="/", body=None, headers=None):
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    return answer.status, answer.read().decode(), dict(answer.getheaders())


def begun(port, path="/", length=1000, sent=b"ab"):
    """A connection that announces a body and sends only some of it."""
    slow = socket.create_connection(("127.0.0.1", port), timeout=20)
    head = b"POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % (path.encode(), length)
    slow.sendall(head + sent)
    return slow


def test_a_request_and_its_answer_arrive_whole(port):
    status, text, headers = ask(port, "POST", "/a%20b?c=1", b"merhaba", {"Cookie": "d=2"})
    assert (status, text, headers["x-path"]) == (200, "POST c=1 d=2 7 merhaba", "/a b")


def test_a_body_larger_than_memory_takes_is_read_whole(port):
    assert ask(port, "POST", "/", b"y" * (2 << 20))[1].startswith(f"POST   {2 << 20} yyyy")


def test_a_body_that_declares_too_much_is_answered_unread(port):
    with begun(port, length=MOST + 1) as slow:
        assert b" 0 " in slow.recv(65536)


def test_bodies_that_stand_still_hold_nobody_up_and_end_in_408(port):
    slow = [begun(port) for _ in range(20)]
    try:
        assert ask(port)[0] == 200
        assert all(one.recv(65536).startswith(b"HTTP/1.1 408") for one in slow)
    finally:
        for one in slow:
            one.close()


def test_who_leaves_in_the_middle_of_a_body_reaches_nothing(port, application):
    begun(port, "/stream").close()
    assert ask(port)[0] == 200
    assert application.streamed == []


def test_a_reader_who_reads_nothing_holds_nobody_up(port, application):
    with begun(port, "/stream", 0, b""):
        for _ in range(3):
            assert ask(port)[0] == 200
    assert application.streamed[0].closed.wait(20)


def test_a_streamed_answer_arrives_whole_and_is_closed(port, application):
    assert len(ask(port, path="/stream")[1]) == 30 * len(PIECE)
    assert application.streamed[0].closed.wait(20)


def test_an_application_that_fails_is_500_and_the_next_is_answered(port):
    assert ask(port, path="/fails")[0] == 500
    assert ask(port)[0] == 200
