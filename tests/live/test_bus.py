"""Datagrams reach every process that listens, and those that are gone are forgotten."""

from muhatap.live import bus


def make_notice(seq: int, *topics: str) -> bus.Notice:
    return bus.Notice(seq=seq, kind="message.posted", case="26-00000-00000", topics=topics or ("brand:1",))


def make_batch(*notices: bus.Notice) -> bus.Batch:
    return bus.Batch(notices[0].seq - 1, notices[-1].seq, notices)


def batches(inbox) -> list[bus.Batch]:
    found: list[bus.Batch] = []
    while True:
        try:
            found.append(bus.read(inbox.recv(262_144)))
        except BlockingIOError:
            return found


def received(inbox) -> list[bus.Notice]:
    return [notice for batch in batches(inbox) for notice in batch.notices]


def test_a_notice_reaches_the_inbox_whole(tmp_path):
    with bus.open_inbox(tmp_path, "live") as inbox:
        bus.send(tmp_path, make_batch(make_notice(7, "case:26-1", "brand:5")))
        assert received(inbox) == [make_notice(7, "case:26-1", "brand:5")]


def test_many_notices_arrive_in_order(tmp_path):
    with bus.open_inbox(tmp_path, "live") as inbox:
        bus.send(tmp_path, make_batch(*(make_notice(seq) for seq in range(1, 251))))
        parts = batches(inbox)
        assert [notice.seq for part in parts for notice in part.notices] == list(range(1, 251))
        assert [(part.after, part.upto) for part in parts] == [(0, 100), (100, 200), (200, 250)]


def test_what_nobody_sees_is_told_as_a_number_only(tmp_path):
    with bus.open_inbox(tmp_path, "live") as inbox:
        bus.send(tmp_path, bus.Batch(7, 9))
        assert batches(inbox) == [bus.Batch(7, 9)]


def test_a_word_to_people_has_no_number(tmp_path):
    with bus.open_inbox(tmp_path, "live") as inbox:
        bus.send(tmp_path, bus.Batch(0, 0, (), ("staff:1",)))
        assert batches(inbox) == [bus.Batch(0, 0, (), ("staff:1",))]


def test_a_socket_that_nobody_reads_is_removed(tmp_path):
    inbox = bus.open_inbox(tmp_path, "live")
    inbox.close()
    bus.send(tmp_path, make_batch(make_notice(1)))
    assert list(bus.folder(tmp_path).glob("live-*")) == []


def test_a_full_inbox_does_not_stop_the_sender(tmp_path):
    with bus.open_inbox(tmp_path, "live") as inbox:
        for seq in range(2000):
            bus.send(tmp_path, make_batch(make_notice(seq + 1)))
        assert received(inbox)[0].seq == 1


def test_a_nudge_wakes_the_background_work_only(tmp_path):
    with bus.open_inbox(tmp_path, "work") as work, bus.open_inbox(tmp_path, "live") as live:
        bus.nudge(tmp_path)
        assert work.recv(8) == b"!"
        assert received(live) == []


def test_nobody_listening_is_no_error(tmp_path):
    bus.send(tmp_path, make_batch(make_notice(1)))
    bus.nudge(tmp_path)
