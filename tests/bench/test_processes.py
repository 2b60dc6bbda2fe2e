"""Several processes seed and verify as one does: run as commands, since a test's own process has threads."""

import json
import sqlite3

from tests.wiring.test_console import run


def test_two_processes_seed_and_verify_and_find_what_was_changed(tmp_path):
    seeded = run("bench", "seed", "--cases", "60", "--processes", "2", "--json", data=tmp_path)
    assert seeded.returncode == 0, seeded.stderr
    assert json.loads(seeded.stdout)["cases"] == 60
    one, two = (run("audit", "verify", "--processes", count, "--json", data=tmp_path) for count in ("1", "2"))
    assert (one.returncode, two.returncode) == (0, 0), one.stdout + two.stdout
    with sqlite3.connect(tmp_path / "muhatap.sqlite3") as database:
        database.execute("DROP TRIGGER audit_event_no_update")
        database.execute(
            "UPDATE audit_event SET content = replace(content, 'a', 'e') "
            "WHERE id = (SELECT max(id) FROM audit_event WHERE kind = 'case.opened')"
        )
        (victim,) = database.execute(
            "SELECT stream_id FROM audit_event WHERE kind = 'case.opened' ORDER BY id DESC LIMIT 1"
        ).fetchone()
    changed = run("audit", "verify", "--processes", "2", "--json", data=tmp_path)
    assert changed.returncode == 1
    first = json.loads(changed.stdout)["first"]
    assert (first["stream_id"], first["seq"]) == (str(victim), 1)
    assert json.loads(one.stdout)["events"] == json.loads(two.stdout)["events"]
