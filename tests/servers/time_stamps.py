"""A time stamping authority that OpenSSL runs: real answers of RFC 3161, or what a test bends them to."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.http_peer import Quiet, serving

_CONFIG = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
"""


class Authority:
    """An authority with a certificate of its own; `bend` changes its answers."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.url = folder, ""
        self.certificate = folder / "tsa.pem"
        self.bend: Callable[[bytes], tuple[int, bytes]] = lambda answer: (200, answer)
        (folder / "tsa.cnf").write_text(_CONFIG.format(folder=folder))
        (folder / "serial").write_text("01\n")
        _openssl(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-subj", "/CN=Deneme TSA",
            "-addext", "extendedKeyUsage=critical,timeStamping",
            "-keyout", str(folder / "tsa.key"), "-out", str(self.certificate),
        )  # fmt: skip

    def answer(self, question: bytes) -> bytes:
        """The stamp for a question."""
        asked = self.folder / "asked.tsq"
        asked.write_bytes(question)
        config = str(self.folder / "tsa.cnf")
        return _openssl("ts", "-reply", "-config", config, "-queryfile", str(asked))

    def confirms(self, stamp: Path, signed: Path) -> bool:
        """Whether OpenSSL finds the stamp to be for these bytes and by this authority."""
        arguments = ("-data", str(signed), "-in", str(stamp), "-CAfile", str(self.certificate))
        done = subprocess.run(["openssl", "ts", "-verify", *arguments], capture_output=True, check=False)
        return done.returncode == 0


@contextmanager
def running(folder: Path) -> Iterator[Authority]:
    """An authority that listens on a port of this machine."""
    authority = Authority(folder)

    class Door(Quiet):
        def do_POST(self) -> None:
            question = self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = authority.bend(authority.answer(question))
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

    with serving(Door) as origin:
        authority.url = f"{origin}/tsr"
        yield authority


def _openssl(*arguments: str) -> bytes:
    return subprocess.run(["openssl", *arguments], capture_output=True, check=True).stdout
