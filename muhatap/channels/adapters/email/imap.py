"""Fetch new mail by UID: never by date, and never by the Seen flag, which people change elsewhere."""

import base64
import contextlib
import imaplib
import os
import re
import shlex
import socket
import ssl
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from muhatap.channels.adapters.email.idling import idle

TlsMode = Literal["tls", "starttls", "plain"]

BATCH_MESSAGES = 50
SEARCH_WINDOW = 100_000
BATCH_BYTES = 8_000_000
HEAD_OF_TOO_BIG = 65_536
UID = re.compile(rb"\bUID (\d+)")
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True, slots=True)
class ImapBox:
    """One folder on a mail server; the password comes from `password` or from the first line of a command."""

    host: str
    user: str
    port: int = 993
    tls: TlsMode = "tls"
    password: str = field(default="", repr=False)
    password_command: str = ""
    folder: str = "INBOX"
    sign_in: Literal["password", "xoauth2"] = "password"
    timeout: float = 30.0
    max_bytes: int = 50_000_000
    ca_file: str = ""


@dataclass(frozen=True, slots=True)
class BoxState:
    """How far a folder was read; zeros before the first time."""

    uidvalidity: int = 0
    last_uid: int = 0


@dataclass(frozen=True, slots=True)
class Fetched:
    """One mail of the server; `truncated` when it is larger than the box takes and only its head is here."""

    uid: int
    uidvalidity: int
    raw: bytes
    size: int
    truncated: bool = False


class ImapTrouble(Exception):
    """Something between us and the mail server; the message says what and where."""


class CannotConnect(ImapTrouble):
    """The server was not reached, or TLS with it failed."""


class CannotSignIn(ImapTrouble):
    """The server refused user and password, or the password command failed."""


class NoSuchFolder(ImapTrouble):
    """The folder to read or to move to does not exist."""


class ConnectionLost(ImapTrouble):
    """The server went away or answered with an error in the middle of the work."""


class ImapSession:
    """A signed-in connection with the folder open; made by `open_box`."""

    def __init__(self, client: imaplib.IMAP4, box: ImapBox, uidvalidity: int, uidnext: int):
        self.uidvalidity = uidvalidity
        self._uidnext = uidnext
        self._client = client
        self._box = box
        self._can: set[str] | None = None

    def fetch_new(self, state: BoxState) -> Iterator[Fetched]:
        """Every mail after `state`, oldest first; all of them again when the server has renumbered them."""
        last = state.last_uid if state.uidvalidity == self.uidvalidity else 0
        for batch in self._batches(self._uids_after(last)):
            yield from self._fetch(batch)

    def all_uids(self) -> list[int]:
        """The UIDs of every mail in the folder, for comparing the server with what was stored."""
        return self._uids_after(0)

    @property
    def can_idle(self) -> bool:
        """Whether the server tells of new mail by itself (RFC 2177)."""
        return "IDLE" in self._abilities()

    def wait(self, *, seconds: float, waker: socket.socket) -> bool:
        """Wait for new mail so long, or until `waker` can be read; whether something came."""
        try:
            return idle(self._client, seconds=seconds, waker=waker)
        except (imaplib.IMAP4.error, OSError, ValueError) as error:
            raise ConnectionLost(f"{self._box.host}: IDLE: {error}") from error

    def mark_done(self, uid: int, move_to: str = "", keyword: str = "") -> None:
        """Flag a mail as read, and move it if asked; call only when its bytes are safely stored."""
        self.mark_all_done([uid], move_to, keyword)

    def mark_all_done(self, uids: Sequence[int], move_to: str = "", keyword: str = "") -> None:
        """The same for several mails at once."""
        which = _set_of(list(uids))
        flags = r"(\Seen)" if not keyword else rf"(\Seen {_atom(keyword)})"
        self._command("STORE", which, "+FLAGS.SILENT", flags)
        if not move_to:
            return
        target = _quoted(move_to)
        can = self._abilities()
        if "MOVE" in can:
            self._command("MOVE", which, target)
            return
        self._command("COPY", which, target)
        self._command("STORE", which, "+FLAGS.SILENT", r"(\Deleted)")
        # Without UIDPLUS an EXPUNGE would also remove what other programs have marked.
        if "UIDPLUS" in can:
            self._command("EXPUNGE", which)

    def _abilities(self) -> set[str]:
        """Asked anew, because servers promise more after the sign-in than imaplib remembers from before."""
        if self._can is None:
            try:
                _, answer = self._client.capability()
            except (imaplib.IMAP4.error, OSError) as error:
                raise ConnectionLost(f"{self._box.host}: {error}") from error
            self._can = set(
                b" ".join(line for line in answer if line).decode("ascii", "replace").upper().split()
            )
        return self._can

    def _uids_after(self, last: int) -> list[int]:
        # In windows, because one answer line with every UID of a big folder exceeds what imaplib reads.
        width = max(SEARCH_WINDOW, (self._uidnext - last) // 200)
        starts = list(range(last + 1, self._uidnext, width)) or [last + 1]
        found: set[int] = set()
        for start in starts:
            end = "*" if start == starts[-1] else start + width - 1
            answer = self._command("SEARCH", None, f"UID {start}:{end}")
            found.update(int(word) for line in answer if line for word in line.split())
        # The server answers n:* with its newest mail even when that is older than n.
        return sorted(uid for uid in found if uid > last)

    def _batches(self, uids: list[int]) -> Iterator[list[tuple[int, int]]]:
        batch: list[tuple[int, int]] = []
        total = 0
        for start in range(0, len(uids), 500):
            for uid, size in self._sizes(uids[start : start + 500]):
                if batch and (len(batch) >= BATCH_MESSAGES or total + size > BATCH_BYTES):
                    yield batch
                    batch, total = [], 0
                batch.append((uid, size))
                total += size
        if batch:
            yield batch

    def _sizes(self, uids: list[int]) -> list[tuple[int, int]]:
        answer = self._command("FETCH", _set_of(uids), "(UID RFC822.SIZE)")
        sizes = {}
        for line in answer:
            text = line if isinstance(line, bytes) else b"".join(line or ())
            uid, size = UID.search(text), SIZE.search(text)
            if uid and size:
                sizes[int(uid[1])] = int(size[1])
        return [(uid, sizes[uid]) for uid in uids if uid in sizes]

    def _fetch(self, batch: list[tuple[int, int]]) -> Iterator[Fetched]:
        limit = self._box.max_bytes
        whole = [uid for uid, size in batch if size <= limit]
        found = self._bodies(whole, "(UID BODY.PEEK[])") if whole else {}
        for uid, size in batch:
            if size > limit:
                head = self._bodies([uid], f"(UID BODY.PEEK[]<0.{HEAD_OF_TOO_BIG}>)").get(uid, b"")
                yield Fetched(uid, self.uidvalidity, head, size, truncated=True)
            elif uid in found:
                yield Fetched(uid, self.uidvalidity, found.pop(uid), size)

    def _bodies(self, uids: list[int], what: str) -> dict[int, bytes]:
        answer = self._command("FETCH", _set_of(uids), what)
        bodies: dict[int, bytes] = {}
        for index, item in enumerate(answer):
            if not isinstance(item, tuple):
                continue
            after = answer[index + 1] if index + 1 < len(answer) else b""
            # Some servers write the UID before the bytes, some after.
            uid = UID.search(item[0]) or UID.search(after if isinstance(after, bytes) else b"")
            if uid:
                bodies[int(uid[1])] = item[1]
        return bodies

    def _command(self, name: str, *arguments: str | None) -> list:
        try:
            status, answer = self._client.uid(name, *arguments)
        except (imaplib.IMAP4.error, OSError) as error:
            raise ConnectionLost(f"{self._box.host}: {name}: {error}") from error
        if status == "OK":
            return answer or []
        words = b" ".join(line for line in answer or [] if isinstance(line, bytes)).decode("utf-8", "replace")
        if "TRYCREATE" in words or "NONEXISTENT" in words or "doesn't exist" in words:
            raise NoSuchFolder(f"{self._box.host}: {words}")
        raise ConnectionLost(f"{self._box.host}: {name}: {words}")


@contextlib.contextmanager
def open_box(box: ImapBox) -> Iterator[ImapSession]:
    """Connect, sign in and open the folder; raises CannotConnect, CannotSignIn or NoSuchFolder."""
    client = _signed_in(box)
    try:
        yield ImapSession(client, box, *_select(client, box))
    finally:
        with contextlib.suppress(imaplib.IMAP4.error, OSError):
            client.logout()


def fetch_new(box: ImapBox, state: BoxState) -> Iterator[Fetched]:
    """Every mail after `state` over a connection of its own; nothing on the server is changed."""
    with open_box(box) as session:
        yield from session.fetch_new(state)


def _connect(box: ImapBox) -> imaplib.IMAP4:
    context = ssl.create_default_context(cafile=box.ca_file or None)
    try:
        if box.tls == "tls":
            return imaplib.IMAP4_SSL(box.host, box.port, ssl_context=context, timeout=box.timeout)
        client = imaplib.IMAP4(box.host, box.port, timeout=box.timeout)
        if box.tls == "starttls":
            client.starttls(context)
    except (imaplib.IMAP4.error, OSError) as error:
        raise CannotConnect(f"{box.host}:{box.port}: {error}") from error
    return client


def _signed_in(box: ImapBox) -> imaplib.IMAP4:
    # A command that keeps tokens may hand out one that was revoked; it is told, and asked once more.
    for refused in ("", "1") if box.sign_in == "xoauth2" and box.password_command else ("",):
        client = _connect(box)
        try:
            _sign_in(client, box, _secret(box, refused))
        except CannotSignIn:
            _hang_up(client)
            if refused or box.sign_in != "xoauth2" or not box.password_command:
                raise
        except ImapTrouble:
            _hang_up(client)
            raise
        else:
            return client
    raise AssertionError("unreachable")


def _hang_up(client: imaplib.IMAP4) -> None:
    with contextlib.suppress(imaplib.IMAP4.error, OSError):
        client.logout()


def _sign_in(client: imaplib.IMAP4, box: ImapBox, secret: str) -> None:
    try:
        if box.sign_in == "xoauth2":
            _prove_by_token(client, box.user, secret)
        elif box.user.isascii() and secret.isascii():
            client.login(box.user, secret)
        else:
            client.authenticate("PLAIN", lambda _: f"\0{box.user}\0{secret}".encode())
    except imaplib.IMAP4.abort as error:
        raise CannotConnect(f"{box.host}:{box.port}: {error}") from error
    except imaplib.IMAP4.error as error:
        raise CannotSignIn(f"{box.user} at {box.host}: {error}") from error
    except OSError as error:
        raise CannotConnect(f"{box.host}:{box.port}: {error}") from error


def _prove_by_token(client: imaplib.IMAP4, user: str, token: str) -> None:
    """XOAUTH2; a refusal comes as a question in JSON, which wants an empty answer (Google, Microsoft)."""
    proofs = [f"user={user}\1auth=Bearer {token}\1\1".encode()]
    why: list[bytes] = []

    def answer(question: bytes) -> bytes:
        if proofs:
            return proofs.pop()
        why.append(question)
        return b""

    try:
        client.authenticate("XOAUTH2", answer)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        said = b" ".join(why).decode("utf-8", "replace")[:300]
        raise imaplib.IMAP4.error(f"{error} {said}".strip()) from error


def _secret(box: ImapBox, refused: str = "") -> str:
    if not box.password_command:
        return box.password
    try:
        done = subprocess.run(  # noqa: S603
            shlex.split(box.password_command),
            capture_output=True,
            timeout=box.timeout,
            check=True,
            text=True,
            env={**os.environ, "MUHATAP_MAIL_USER": box.user, "MUHATAP_TOKEN_REFUSED": refused},
        )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise CannotSignIn(
            f"{box.user} at {box.host}: the password command failed: {type(error).__name__}"
        ) from error
    first = done.stdout.splitlines()[:1]
    if not first:
        raise CannotSignIn(f"{box.user} at {box.host}: the password command printed nothing")
    return first[0].strip()


def _select(client: imaplib.IMAP4, box: ImapBox) -> tuple[int, int]:
    try:
        status, answer = client.select(_quoted(box.folder))
        if status != "OK":
            words = b" ".join(line for line in answer if line).decode("utf-8", "replace")
            raise NoSuchFolder(f"{box.folder} at {box.host}: {words}")
        _, validity = client.response("UIDVALIDITY")
        _, following = client.response("UIDNEXT")
    except (imaplib.IMAP4.error, OSError) as error:
        raise ConnectionLost(f"{box.host}: {error}") from error
    if not validity or validity[0] is None:
        raise ConnectionLost(f"{box.host}: the server gives no UIDVALIDITY for {box.folder}")
    return int(validity[0]), int(following[0]) if following and following[0] else 0


def _set_of(uids: list[int]) -> str:
    """A compact IMAP set: 1:4,7."""
    runs: list[list[int]] = []
    for uid in uids:
        if runs and uid == runs[-1][1] + 1:
            runs[-1][1] = uid
        else:
            runs.append([uid, uid])
    return ",".join(str(first) if first == last else f"{first}:{last}" for first, last in runs)


def _quoted(folder: str) -> str:
    """A folder name in IMAP's own UTF-7 (RFC 3501, 5.1.3), in quotation marks."""
    out: list[str] = []
    for run in re.findall(r"[\x20-\x7e]+|[^\x20-\x7e]+", folder):
        if run.isascii() and run.isprintable():
            out.append(run.replace("&", "&-"))
        else:
            packed = base64.b64encode(run.encode("utf-16-be", "replace")).decode()
            out.append(f"&{packed.rstrip('=').replace('/', ',')}-")
    name = "".join(out).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{name}"'


def _atom(keyword: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9$_.-]{1,60}", keyword, re.ASCII):
        raise ValueError(f"not an IMAP keyword: {keyword!r}")
    return keyword
