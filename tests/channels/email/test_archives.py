"""Old mail from maildirs and mbox files: all of it, once, and answered by no machine."""

import io
import mailbox as stdlib
import re
import sys
from email import message_from_bytes

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.channels.adapters.email import archives, filing
from muhatap.channels.models import Delivery, VaultItem, VaultState
from muhatap.wiring import console
from tests.channels.email import post
from tests.channels.email.post import mail

FROM = b"From elif@posta.example Wed Nov 18 11:58:00 2026\n"


@pytest.fixture
def bring(monkeypatch, capfd):
    """Call `muhatap mail import`; exit code, output, errors."""

    def run(*arguments):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
        try:
            code = console.main(["mail", "import", *map(str, arguments)])
        except SystemExit as end:
            code = end.code
        return code, *capfd.readouterr()

    return run


def maildir(path, count, first=0):
    box = stdlib.Maildir(path)
    for number in range(first, first + count):
        box.add(mail(f"m{number}@posta.example", subject=f"Eski {number}"))
    return path


def test_a_maildir_with_its_folders(bring, box, tmp_path):
    root = maildir(tmp_path / "posta", 3)
    stdlib.Maildir(root).add_folder("2025").add(mail("eski@posta.example", subject="Geçen yıl"))
    assert bring("--mailbox", "destek", root)[:2] == (0, "4 new, 0 known already, 0 waiting to be filed\n")
    assert Case.objects.count() == 4
    assert bring("--mailbox", "destek", root)[1].startswith("0 new, 4 known already")


def test_nothing_old_is_answered_by_a_machine(bring, box, tmp_path):
    assert bring("--mailbox", "destek", maildir(tmp_path / "posta", 6))[0] == 0
    post.work()
    acknowledgements = Message.objects.filter(author=Author.AUTOMATIC)
    assert acknowledgements.count() == 6
    assert not Delivery.objects.filter(given_up_at__isnull=True).exists()


def test_many_old_mails_of_one_sender_are_no_loop(bring, box, tmp_path):
    box_ = stdlib.Maildir(tmp_path / "posta")
    for number in range(12):
        box_.add(mail(subject=f"Konu {number}"))
    bring("--mailbox", "destek", tmp_path / "posta")
    assert Case.objects.count() == 12
    assert not Message.objects.filter(author=Author.NOTE).exists()


def test_a_new_word_of_the_customer_is_answered_again(bring, box, tmp_path):
    bring("--mailbox", "destek", maildir(tmp_path / "posta", 1))
    post.bring(box, mail("m0@posta.example", subject="Yeni bir konu", message_id="<yeni@posta.example>"))
    post.work()
    assert Delivery.objects.filter(given_up_at__isnull=True).count() == 1


def test_interrupted_it_goes_on_where_it_was(bring, box, tmp_path, monkeypatch):
    root = maildir(tmp_path / "posta", 5)
    monkeypatch.setattr(filing, "file_items", lambda **_: (_ for _ in ()).throw(KeyboardInterrupt))
    assert bring("--mailbox", "destek", root)[0] == 130
    assert VaultItem.objects.filter(state=VaultState.STORED).count() == 5
    monkeypatch.undo()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert console.main(["mail", "import", "--mailbox", "destek", str(root)]) == 0
    assert VaultItem.objects.filter(state=VaultState.IN_CASE).count() == Case.objects.count() == 5


def test_what_is_no_archive_is_said(bring, box, tmp_path):
    (tmp_path / "leer").mkdir()
    for wrong in (tmp_path / "yok", tmp_path / "leer"):
        code, _, err = bring("--mailbox", "destek", wrong)
        assert code == 64
        assert str(wrong) in err
    assert bring("--mailbox", "destek")[0] == 64
    assert bring("--mailbox", "yok", tmp_path)[0] == 64


def test_mails_of_every_age_size_and_without_an_id_are_taken(bring, box, tmp_path):
    folder = stdlib.Maildir(tmp_path / "posta")
    odd = [
        mail(date="Fri, 02 Jan 1970 00:00:00 +0000", subject="Çok eski", message_id="<a@x.example>"),
        mail(date="Fri, 02 Jan 2099 00:00:00 +0000", subject="Yarından", message_id="<b@x.example>"),
        mail(date="dün", subject="Tarihsiz", message_id="<c@x.example>"),
        mail(message_id="", subject="Kimliksiz"),
        b"\r\n",
        b"From: a@b.example\r\n\r\n",
        mail(subject="Büyük", text="x" * 70 + "\n" * 3, files=(("rapor.bin", b"\0" * 9_000_000),)),
    ]
    for raw in odd:
        folder.add(raw)
    assert bring("--mailbox", "destek", tmp_path / "posta")[0] == 0
    assert VaultItem.objects.count() == Case.objects.count() == len(odd)


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_an_mbox_keeps_lines_that_begin_with_from(tmp_path, end):
    text = [
        b"Subject: Bir",
        b"",
        b">From bizden sana",
        b">>From alintidan",
        b"From the point of view",
        b"son",
    ]
    more = [b"Subject: Iki", b"", b"", b""]
    path = tmp_path / "eski.mbox"
    path.write_bytes(FROM + end.join(text) + end * 2 + FROM + end.join(more) + end)
    first, second = archives.mails_in(path)
    assert first.raw == end.join([*text[:2], b"From bizden sana", b">From alintidan", *text[4:]]) + end
    assert second.raw == b"Subject: Iki" + end * 3
    first, _ = archives.mails_in(path, "mboxo")
    assert b">>From alintidan" in first.raw
    assert first.raw.startswith(b"Subject: Bir" + end * 2 + b"From bizden")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(
    [b"", b"From ", b">From x", b">>From x", b"From a@b Wed Nov 18 11:58:00 2026", b"x", b" From x"]
), max_size=6), min_size=1, max_size=4))  # fmt: skip
def test_mboxrd_gives_back_what_was_written(tmp_path_factory, bodies):
    path = tmp_path_factory.mktemp("mbox") / "a.mbox"
    mails = [b"Subject: a\n\n" + b"".join(line + b"\n" for line in lines) for lines in bodies]
    quoted = [re.sub(rb"(?m)^(>*From )", rb">\1", raw) for raw in mails]
    path.write_bytes(b"".join(FROM + raw + b"\n" for raw in quoted))
    assert [one.raw for one in archives.mails_in(path)] == mails
    assert sum(one.span for one in archives.mails_in(path)) == path.stat().st_size


def test_what_the_standard_library_writes_is_read(tmp_path):
    box = stdlib.mbox(tmp_path / "b.mbox")
    for number in range(3):
        box.add(mail(subject=f"No {number}", text="From here on\n\nFrom there\n"))
    box.close()
    read = [message_from_bytes(one.raw) for one in archives.mails_in(tmp_path / "b.mbox", "mboxo")]
    assert [one["subject"] for one in read] == ["No 0", "No 1", "No 2"]
    assert all(b"\nFrom there" in one.get_payload(decode=True) for one in read)
