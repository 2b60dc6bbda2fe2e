"""Datagrams reach every process that listens, and those that are gone are forgotten."""

from muhatap.live import bus


def make_notice(seq: int, *topics: str) -> bus.Notice:
    return bus.Notice(seq=seq, kind="message.posted", case="26-00000-00000", topics=topics or ("brand:1",))


def received(inbox) -> list[bus.Notice]:
    found: list[bus.Notice] = []
    while True:
        try:
            found += bus.read(inbox.recv(262_144))
        except BlockingIOError:
            return found


def test_a_notice_reaches_the_inbox_whole(tmp_path):
    with bus.open_inbox(tmp_path, "live") as inbox:
        bus.send(tmp_path, [make_notice(7, "case:26-1", "brand:5")])
        assert received(inbox) == [make_notice(7, "case:26-1", "brand:5")]


def test_many_notices_arrive_in_order(tmp_path):
    with bus.open_inbox(tmp_path, "live") as inbox:
        bus.send(tmp_path, [make_notice(seq) for seq in range(1, 251)])
        assert [notice.seq for notice in received(inbox)] == list(range(1, 251))


def test_a_socket_that_nobody_reads_is_removed(tmp_path):
    inbox = bus.open_inbox(tmp_path, "live")
    inbox.close()
    bus.send(tmp_path, [make_notice(1)])
    assert list(bus.folder(tmp_path).glob("live-*")) == []


def test_a_full_inbox_does_not_stop_the_sender(tmp_path):
    with bus.open_inbox(tmp_path, "live") as inbox:
        for seq in range(2000):
            bus.send(tmp_path, [make_notice(seq + 1)])
        assert received(inbox)[0].seq == 1


def test_a_nudge_wakes_the_background_work_only(tmp_path):
    with bus.open_inbox(tmp_path, "work") as work, bus.open_inbox(tmp_path, "live") as live:
        bus.nudge(tmp_path)
        assert work.recv(8) == b"!"
        assert received(live) == []


def test_nobody_listening_is_no_error(tmp_path):
    bus.send(tmp_path, [make_notice(1)])
    bus.nudge(tmp_path)
