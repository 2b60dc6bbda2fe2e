"""Mail into one process, and the bare work of the same mails: run by the bench in a process of its own.

python -m bench.mails rate|listen|large|memory OPTIONS-AS-JSON
"""

import email
import email.policy
import json
import os
import random
import smtplib
import sys
import tempfile
import threading
import time
from email.message import EmailMessage
from multiprocessing import get_context
from pathlib import Path
from typing import Any

_TEXT = (
    "Merhaba,\n\n12 Kasım tarihinde verdiğim para çekme talebi hâlâ hesabıma geçmedi. "
    "Dekontu ekledim; durumu kontrol edip bana bilgi verir misiniz?\n\nElif Karaca\n"
)
_SENDERS = 8
_SPAWN = get_context("spawn")


def mail_of(to: str, mark: str, size: int) -> bytes:
    """One mail of its own sender with one picture of so many bytes."""
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = f"Elif Karaca <{mark}@posta.example>"
    message["To"] = to
    message["Subject"] = f"Para çekme talebim gecikti {mark}"
    message["Message-ID"] = f"<{mark}@posta.example>"
    message["Date"] = "Wed, 18 Nov 2026 11:58:00 +0300"
    message.set_content(_TEXT)
    picture = b"\x89PNG\r\n\x1a\n" + random.Random(mark).randbytes(size)
    message.add_attachment(picture, maintype="image", subtype="png", filename="dekont.png")
    return message.as_bytes()


def main(what: str, options: dict[str, Any]) -> None:
    """Measure and print JSON."""
    from muhatap.wiring.console import start_django

    start_django()
    from muhatap.channels.models import Mailbox

    box = Mailbox.objects.select_related("brand").order_by("id").first()
    found = {"rate": _rate, "listen": _listen, "large": _large, "memory": _memory}[what](
        box, options["count"]
    )
    json.dump(found, sys.stdout)


def _mark(place: int) -> str:
    return f"m{time.time_ns():x}x{place}"


def _rate(box: Any, count: int) -> dict[str, float]:
    """Mails of a folder into cases, and the bare work of the same mails."""
    from datetime import UTC, datetime

    from muhatap.channels.adapters.email import archives, filing, intake

    def bring(path: Path) -> None:
        mails = list(archives.mails_in(path))
        for start in range(0, len(mails), 64):
            at, some = datetime.now(UTC), mails[start : start + 64]
            taken = intake.take_all(mails=[(box, one.raw) for one in some], at=at)
            raws = {kept.item.id: one.raw for kept, one in zip(taken, some, strict=True)}
            filing.file_items(items=[kept.item for kept in taken], at=at, raws=raws)

    with tempfile.TemporaryDirectory() as folder:
        bring(_maildir(Path(folder) / "warm", box.address, 64))
        path = _maildir(Path(folder) / "mails", box.address, count)
        began, cpu = time.perf_counter(), time.process_time()
        bring(path)
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
        return {"rate": count / seconds, "cpu_ms": cpu / count * 1000, "bare": _bare(path)}


def _maildir(path: Path, to: str, count: int) -> Path:
    (path / "cur").mkdir(parents=True)
    (path / "new").mkdir()
    for place in range(count):
        (path / "new" / f"{place:06}").write_bytes(mail_of(to, _mark(place), 20_000))
    return path


def _bare(path: Path) -> float:
    """Seconds a mail: the standard library's parser, and its attachment written to a synced file."""
    files = sorted((path / "new").iterdir())
    began = time.perf_counter()
    for place, file in enumerate(files):
        message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        for part in message.iter_attachments():
            with (path / f"bare{place}").open("wb") as out:
                out.write(part.get_payload(decode=True))
                out.flush()
                os.fsync(out.fileno())
    return (time.perf_counter() - began) / len(files)


def _listen(box: Any, count: int) -> dict[str, float]:
    """Mails by LMTP over a few connections until the last is in its case."""
    from muhatap.channels.models import VaultItem, VaultState
    from muhatap.wiring.mail_doors import MailDoors

    mails = [mail_of(box.address, _mark(place), 20_000) for place in range(count)]
    filed = VaultItem.objects.filter(state=VaultState.IN_CASE)
    known = filed.count()
    doors = MailDoors(lmtp="127.0.0.1:0", smtp="")
    doors.start()
    sender = _SPAWN.Process(target=_send_all, args=(doors.ports[0], box.address, mails))
    sender.start()
    began = time.perf_counter()
    while filed.count() < known + count and time.perf_counter() - began < 300:
        time.sleep(0.05)
    seconds = time.perf_counter() - began
    sender.join()
    doors.stop()
    return {"rate": count / seconds}


def _send_all(port: int, to: str, mails: list[bytes]) -> None:
    def send(part: list[bytes]) -> None:
        with smtplib.LMTP("127.0.0.1", port) as client:
            for raw in part:
                client.sendmail("elif@posta.example", [to], raw)

    threads = [threading.Thread(target=send, args=(mails[place::_SENDERS],)) for place in range(_SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _large(box: Any, count: int) -> dict[str, float]:
    """Seconds to parse a mail of 10 MB: ours, and the standard library's."""
    from muhatap.channels.adapters.email.parsing import parse

    raw = mail_of(box.address, _mark(0), 7_400_000)
    ours, bare = [], []
    for _ in range(count):
        began = time.perf_counter()
        parse(raw)
        ours.append(time.perf_counter() - began)
        began = time.perf_counter()
        message = email.message_from_bytes(raw, policy=email.policy.default)
        for part in message.walk():
            part.get_payload(decode=True)
        bare.append(time.perf_counter() - began)
    return {"ours": sorted(ours)[count // 2], "bare": sorted(bare)[count // 2], "bytes": len(raw)}


def _memory(box: Any, count: int) -> dict[str, float]:
    """The highest memory of the receiving process while large mails arrive."""
    from muhatap.wiring.mail_doors import MailDoors

    doors = MailDoors(lmtp="127.0.0.1:0", smtp="")
    doors.start()
    before = _peak()
    sender = _SPAWN.Process(target=_send_large, args=(doors.ports[0], box.address, count))
    began = time.perf_counter()
    sender.start()
    sender.join()
    seconds = time.perf_counter() - began
    doors.stop()
    return {"peak_mb": _peak(), "before_mb": before, "rate": count / seconds}


def _send_large(port: int, to: str, count: int) -> None:
    for start in range(0, count, _SENDERS):
        marks = [_mark(place) for place in range(start, min(start + _SENDERS, count))]
        _send_all(port, to, [mail_of(to, mark, 3_700_000) for mark in marks])


def _peak() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
