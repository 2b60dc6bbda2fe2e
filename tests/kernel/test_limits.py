"""Limits of time: what hangs is broken off, and limits stand in each other."""

import signal
import subprocess
import sys
import threading
import time

import pytest

from muhatap.kernel.limits import TookTooLong, within


def test_what_waits_is_broken_off():
    with pytest.raises(TookTooLong), within(0.05):
        time.sleep(60)


def test_nothing_rings_afterwards_and_the_handler_is_the_one_from_before():
    before = signal.getsignal(signal.SIGALRM)
    timer = signal.getitimer(signal.ITIMER_REAL)
    with within(30):
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
    assert signal.getsignal(signal.SIGALRM) == before
    assert (signal.getitimer(signal.ITIMER_REAL)[0] > 0) == (timer[0] > 0)


def test_the_outer_limit_goes_on_after_an_inner_one():
    def work():
        with within(30):
            pass
        time.sleep(60)

    with pytest.raises(TookTooLong), within(0.1):
        work()


def test_an_inner_limit_that_is_over_leaves_the_outer_one():
    with within(60):
        with pytest.raises(TookTooLong), within(0.05):
            time.sleep(60)
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 50


def test_in_a_thread_there_is_no_limit():
    ended = []

    def work():
        with within(0.001):
            time.sleep(0.02)
        ended.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ended


def test_a_process_that_never_comes_back_to_python_ends():
    # As a library that hears no signal.
    text = (
        "import signal, time; from muhatap.kernel import limits; limits._GRACE_SECONDS = 0.1\n"
        "limits.end_process_when_stuck()\n"
        "signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})\n"
        "with limits.within(0.1): time.sleep(600)"
    )
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "most recent call first" in done.stderr
