"""Fetching from a real Dovecot."""

import sys

import pytest

from muhatap.channels.adapters.email import imap
from muhatap.channels.adapters.email.imap import BoxState, ImapBox, fetch_new, open_box


def mail(number: int, size: int = 200) -> bytes:
    return b"Subject: mail %d\r\nFrom: a@ornek.com\r\n\r\n%s\r\n" % (number, b"x" * size)


@pytest.fixture
def user(imap_server, request):
    name = f"u{abs(hash(request.node.nodeid)) % 10**10}"
    return imap_server.add_user(name)


@pytest.fixture
def box(imap_server, user):
    return ImapBox(
        imap_server.host,
        user,
        imap_server.tls_port,
        password=imap_server.password,
        ca_file=str(imap_server.certificate),
        timeout=10,
    )


def variant(box, **changes):
    return ImapBox(**({name: getattr(box, name) for name in box.__slots__} | changes))


def test_new_mails_come_once_and_in_order(imap_server, user, box):
    for number in range(5):
        imap_server.put(user, mail(number))
    first = list(fetch_new(box, BoxState()))
    assert [item.raw for item in first] == [mail(number) for number in range(5)]
    state = BoxState(first[-1].uidvalidity, first[-1].uid)
    assert list(fetch_new(box, state)) == []
    imap_server.put(user, mail(9))
    assert [item.raw for item in fetch_new(box, state)] == [mail(9)]


def test_every_byte_arrives_as_it_was(imap_server, user, box):
    odd = b"Subject: \xfe\xff raw\r\n\r\n" + bytes(range(1, 256)) + b")\r\nA1 OK {12}\r\n"
    imap_server.put(user, odd)
    (item,) = fetch_new(box, BoxState())
    assert item.raw.replace(b"\r\n", b"\n") == odd.replace(b"\r\n", b"\n")


def test_fetching_changes_nothing_and_done_marks_seen(imap_server, user, box):
    imap_server.put(user, mail(1))
    (item,) = fetch_new(box, BoxState())
    assert not any(path.name.endswith("S") for path in imap_server.mails_in(user))
    with open_box(box) as session:
        session.mark_done(item.uid, keyword="$Stored")
    assert all("S" in path.name.rpartition(",")[2] for path in imap_server.mails_in(user))


def test_a_mail_read_by_a_person_still_comes(imap_server, user, box):
    imap_server.put(user, mail(1))
    with open_box(box) as session:
        session.mark_done(session.all_uids()[0])
    assert len(list(fetch_new(box, BoxState()))) == 1


def test_done_can_move_to_a_folder_named_in_turkish(imap_server, user, box):
    imap_server.put(user, mail(1))
    with open_box(box) as session:
        session._client.create(imap._quoted("İşlendi & arşiv"))
        (item,) = session.fetch_new(BoxState())
        session.mark_done(item.uid, move_to="İşlendi & arşiv")
        assert session.all_uids() == []
    moved = variant(box, folder="İşlendi & arşiv")
    assert [item.raw for item in fetch_new(moved, BoxState())] == [mail(1)]


def test_moving_to_a_missing_folder_says_so_and_keeps_the_mail(imap_server, user, box):
    imap_server.put(user, mail(1))
    with open_box(box) as session:
        with pytest.raises(imap.NoSuchFolder):
            session.mark_done(session.all_uids()[0], move_to="Yok")
        assert len(session.all_uids()) == 1


def test_a_renumbered_folder_is_read_from_its_beginning(imap_server, user, box):
    for number in range(3):
        imap_server.put(user, mail(number))
    before = list(fetch_new(box, BoxState()))
    imap_server.renumber(user)
    after = list(fetch_new(box, BoxState(before[-1].uidvalidity, before[-1].uid)))
    assert after[0].uidvalidity != before[0].uidvalidity
    assert {item.raw for item in after} == {item.raw for item in before}


def test_batches_hold_many_and_large_mails(imap_server, user, box, monkeypatch):
    monkeypatch.setattr(imap, "BATCH_MESSAGES", 7)
    monkeypatch.setattr(imap, "BATCH_BYTES", 4_000)
    monkeypatch.setattr(imap, "SEARCH_WINDOW", 10)
    for number in range(40):
        imap_server.put(user, mail(number, size=10 + number * 40))
    assert [item.raw for item in fetch_new(box, BoxState())] == [mail(n, 10 + n * 40) for n in range(40)]


def test_a_mail_above_the_limit_comes_as_its_head_and_is_not_dropped(imap_server, user, box):
    imap_server.put(user, mail(1, size=300_000))
    imap_server.put(user, mail(2))
    big, small = fetch_new(variant(box, max_bytes=100_000), BoxState())
    assert big.truncated
    assert big.size > 300_000
    assert big.raw == mail(1, size=300_000)[: imap.HEAD_OF_TOO_BIG]
    assert (small.raw, small.truncated) == (mail(2), False)


def test_a_mail_of_many_megabytes_arrives(imap_server, user, box):
    imap_server.put(user, mail(1, size=20_000_000))
    (item,) = fetch_new(box, BoxState())
    assert item.raw == mail(1, size=20_000_000)


@pytest.mark.parametrize("tls", ["plain", "starttls"])
def test_the_other_ways_of_connecting(imap_server, user, box, tls):
    imap_server.put(user, mail(1))
    found = fetch_new(variant(box, tls=tls, port=imap_server.port), BoxState())
    assert [item.raw for item in found] == [mail(1)]


def test_a_certificate_nobody_vouches_for_is_refused(box):
    with pytest.raises(imap.CannotConnect, match="certificate"), open_box(variant(box, ca_file="")):
        pass


def test_a_wrong_password_is_named(box):
    with pytest.raises(imap.CannotSignIn, match=box.user), open_box(variant(box, password="yanlış")):
        pass


def test_a_missing_folder_is_named(box):
    with pytest.raises(imap.NoSuchFolder, match="Yok"), open_box(variant(box, folder="Yok")):
        pass


def test_nobody_listening_is_named(box):
    with pytest.raises(imap.CannotConnect, match=":1:"), open_box(variant(box, port=1)):
        pass


def test_the_password_may_come_from_a_command(imap_server, box):
    command = f"{sys.executable} -c \"print('{imap_server.password}')\""
    with open_box(variant(box, password="", password_command=command)) as session:
        assert session.all_uids() == []


@pytest.mark.parametrize("command", ["/no/such/program", f"{sys.executable} -c pass", "false", "'"])
def test_a_failing_password_command_is_named_without_its_output(box, command):
    with pytest.raises(imap.CannotSignIn), open_box(variant(box, password_command=command)):
        pass


def test_a_connection_that_drops_is_named(imap_server, user, box):
    imap_server.put(user, mail(1))
    with open_box(box) as session:
        session._client.sock.shutdown(2)
        with pytest.raises(imap.ConnectionLost):
            list(session.fetch_new(BoxState()))


def test_a_keyword_cannot_carry_a_command(box):
    with pytest.raises(ValueError, match="keyword"), open_box(box) as session:
        session.mark_done(1, keyword="x) \r\nA2 DELETE INBOX")


def test_uid_sets_are_compact():
    assert imap._set_of([1, 2, 3, 5, 9, 10]) == "1:3,5,9:10"


def test_secrets_are_not_shown(box):
    assert box.password not in repr(box)
