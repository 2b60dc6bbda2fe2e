"""Before the fork: making the demo in a child of its own, and loading what all processes share."""

import os
import signal

from django.template import engines
from django.template.base import Template

from muhatap.wiring import serving
from muhatap.wiring.environment import ROOT
from muhatap.wiring.warming import warm


def test_a_step_in_a_child_leaves_its_code_and_nothing_else():
    left_here = []

    def step() -> int:
        left_here.append("made")
        return 3

    assert serving.in_a_child(lambda: 0) == 0
    assert serving.in_a_child(step) == 3
    assert left_here == []


def test_a_step_that_fails_or_is_killed_in_a_child_is_told(capfd):
    def fails() -> int:
        raise OSError("no room")

    assert serving.in_a_child(fails) == 1
    assert "no room" in capfd.readouterr().err
    assert serving.in_a_child(lambda: os.kill(os.getpid(), signal.SIGKILL) or 0) == 1


def test_everything_is_loaded_before_the_fork():
    loader = engines["django"].engine.template_loaders[0]
    loader.reset()
    ours = {path.name for path in (ROOT / "muhatap").glob("*/templates/**/*.html")}
    assert warm() >= len(ours)
    kept = loader.get_template_cache
    assert ours <= {str(key).rpartition("/")[2] for key in kept}
    assert not [kept_one for kept_one in kept.values() if not isinstance(kept_one, Template)]
