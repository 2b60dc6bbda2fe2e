"""What failed, and whether only a browser saw it fail: such a test is seen a second time, alone.

A browser on a busy machine loses a step now and then that neither the page nor the test is to blame for. The
second look is loud: it names the test as unsteady, and a failure that comes twice is a failure.
"""

import json
import os
from pathlib import Path

IN_BROWSER = {"browser", "journey"}
MOST = 3
NOTED_AT = "MUHATAP_TEST_FAILED"


class Failures:
    """Notes every failed test of a run, and whether a browser took part."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.seen: dict[str, bool] = {}

    def pytest_runtest_logreport(self, report) -> None:
        """Keep a failure of any phase."""
        if report.failed:
            self.seen[report.nodeid] = bool(IN_BROWSER & set(report.keywords))

    def pytest_sessionfinish(self) -> None:
        """Write down what failed."""
        self.place.write_text(json.dumps(self.seen))


def pytest_configure(config):
    """Note failures where `bin/test` asked for it; workers of a run tell their parent."""
    place = os.environ.get(NOTED_AT)
    if place and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Failures(Path(place)))


def worth_a_second_look(place: Path) -> list[str]:
    """The failed tests, when there are few and a browser took part in each; otherwise none."""
    failed = json.loads(place.read_text()) if place.exists() else {}
    return list(failed) if len(failed) <= MOST and all(failed.values()) else []
