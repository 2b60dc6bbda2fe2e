"""`muhatap audit`: what it prints and with which code it ends."""

import json

import pytest

from muhatap.audit.models import Event
from muhatap.wiring.console import main
from tests.audit.stories import event_of, first_message, make_long_case
from tests.audit.tampering import execute, tampered, unguarded
from tests.world import make_case


@pytest.fixture
def folder(tmp_path, settings):
    """A data folder of this test alone."""
    settings.MUHATAP_DATA = tmp_path
    return tmp_path


@pytest.mark.django_db
class TestVerify:
    """`muhatap audit verify`."""

    def test_an_intact_desk(self, world, folder, capsys):
        case = make_long_case(world)
        assert main(["audit", "verify"]) == 0
        assert "No head log yet" in capsys.readouterr().out
        assert main(["audit", "sign"]) == 0
        assert main(["audit", "verify"]) == 0
        out = capsys.readouterr().out
        assert "1 head logs, 0 faults" in out
        assert out.endswith("Intact.\n")
        assert main(["audit", "verify", "--stream", case.number, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["streams"] == 1
        for name in ("installation", "brand:nehir"):
            assert main(["audit", "verify", "--stream", name]) in {0, 1}

    def test_the_first_event_is_named(self, world, folder, capsys):
        case = make_long_case(world)
        with tampered():
            execute("UPDATE audit_event SET actor_id = 5 WHERE stream_id = %s AND seq = 3", case.id)
            execute("DELETE FROM audit_event WHERE stream_id = %s AND seq = 7", case.id)
            assert main(["audit", "verify"]) == 1
            out = capsys.readouterr().out
            event_id = Event.objects.get(stream_id=case.id, seq=3).id
            assert f"NOT INTACT. First: case:{case.id}#3 (event {event_id}) changed" in out
            assert f"case:{case.id}#7 removed" in out
            assert main(["audit", "verify", "--json"]) == 1
            report = json.loads(capsys.readouterr().out)
            assert (report["intact"], report["found"], report["first"]["seq"]) == (False, 2, 3)
            assert main(["audit", "verify", "--stream", case.number]) == 1
            # The logs know nothing of it yet.
            assert main(["audit", "verify", "--heads-only"]) == 0

    def test_what_was_slipped_in_cannot_steer_a_terminal(self, world, folder, capsys):
        case = make_case(world)
        with tampered():
            execute("UPDATE audit_stream SET kind = %s WHERE id = %s", "\x1b[2J\u202e", case.id)
            assert main(["audit", "verify"]) == 1
        out = capsys.readouterr().out
        assert "\x1b" not in out
        assert "\u202e" not in out

    @pytest.mark.parametrize(
        "arguments",
        [["--stream", "nowhere"], ["--stream", "brand:nobody"], ["--processes", "0"]],
    )
    def test_wrong_use(self, world, folder, capsys, arguments):
        assert main(["audit", "verify", *arguments]) == 2
        assert capsys.readouterr().err


@pytest.mark.django_db
def test_erasing_from_the_console(world, folder, capsys):
    case = make_long_case(world)
    posted = event_of(case, "message.posted")
    erase = ["audit", "erase", "--case", case.number, "--message"]
    assert main([*erase, "1", "--reason", "KVKK"]) == 2
    assert main([*erase, str(posted.seq), "--reason", " "]) == 2
    assert main([*erase, str(posted.seq), "--reason", "KVKK m. 7"]) == 0
    assert main([*erase, str(first_message(case).id), "--reason", "KVKK m. 7"]) == 0
    assert first_message(case).text == ""
    erased = event_of(case, "message.content_erased")
    assert (erased.actor_kind, erased.actor_label) == ("system", "console")
    capsys.readouterr()
    assert main(["audit", "verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["erased"] == 2


@pytest.mark.django_db
def test_exported_lines_cannot_be_forged(world, folder, capsys):
    case = make_case(world)
    with unguarded():
        execute("UPDATE audit_event SET actor_label = %s WHERE seq = 1", 'a\n{"kind":"forged"}\x1b[2J\u2028')
    assert main(["audit", "export", "--stream", case.number]) == 0
    out = capsys.readouterr().out
    assert out.isascii()
    assert "\x1b" not in out
    events = [json.loads(line) for line in out.splitlines()]
    assert len(events) == Event.objects.filter(stream_id=case.id).count()
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    # Personal fields are named, not told.
    assert events[0]["personal"] == ["subject"]
    assert "subject" not in events[0]["content"]


@pytest.mark.django_db
def test_a_collector_goes_on_where_it_stopped(world, folder, capsys):
    from muhatap.audit import relay
    from tests.world import NOON

    make_case(world)
    relay.publish(at=NOON)
    main(["audit", "export"])
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["published"] for event in events] == list(range(1, Event.objects.count() + 1))
    main(["audit", "export", "--after", str(events[-2]["published"])])
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == events[-1:]


@pytest.mark.django_db
def test_heads_key_and_listeners_are_listed(world, folder, capsys):
    assert main(["audit", "heads"]) == 0
    assert capsys.readouterr().out == ""
    main(["audit", "sign", "--json"])
    signed = json.loads(capsys.readouterr().out)
    main(["audit", "heads", "--json"])
    assert json.loads(capsys.readouterr().out)["digest"] == signed["digest"]
    assert main(["audit", "key"]) == 0
    assert capsys.readouterr().out.startswith("-----BEGIN PUBLIC KEY-----")
    assert main(["audit", "listeners"]) == 0
