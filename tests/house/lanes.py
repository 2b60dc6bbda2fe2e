"""`bin/test`: everything on SQLite, then what touches a database and the journeys on PostgreSQL.

bin/test [--full | --sqlite | --postgres] [path ...] [pytest options]
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.house.again import NOTED_AT, worth_a_second_look
from tests.house.cluster import ClusterFailed, private_postgresql
from tests.house.packages import provide_packages

ROOT = Path(__file__).parents[2]
ON_POSTGRESQL = "database or journey"
QUICK = "not slow"
# What PostgreSQL refuses sooner is asked there alone, unless somebody wants everything.
QUICK_ON_SQLITE = f"{QUICK} and not stricter"
SWITCHES = {"--full", "--sqlite", "--postgres", "--help", "-h"}
CANNOT_RUN = 2


@dataclass(frozen=True)
class Result:
    """How one lane ended: pytest's exit code and the seconds it took."""

    lane: str
    code: int
    seconds: float


def main(arguments: list[str]) -> int:
    """Run the lanes that the arguments ask for; 0 passed, 1 failed, 2 a lane could not run."""
    switches, rest = SWITCHES & set(arguments), [a for a in arguments if a not in SWITCHES]
    if switches & {"--help", "-h"}:
        print(__doc__)
        return 0
    signal.signal(signal.SIGTERM, _interrupt)
    # The environment of a desk that runs here must not reach the tests.
    for name in [name for name in os.environ if name.startswith("MUHATAP_") and name != "MUHATAP_CHROMIUM"]:
        del os.environ[name]
    is_part = _names_tests(rest)
    if "--sqlite" not in switches and not provide_packages():
        return CANNOT_RUN
    is_full = "--full" in switches
    os.environ["MUHATAP_TEST_PROFILE"] = "full" if is_full else "quick"
    results = []
    if "--postgres" not in switches:
        results.append(_run("SQLite", "" if is_full or is_part else QUICK_ON_SQLITE, rest))
    if "--sqlite" not in switches and not any(
        result.code == pytest.ExitCode.INTERRUPTED for result in results
    ):
        results.append(_run_on_postgresql(_second_selection(is_full, is_part), rest))
    return _summary(results, is_part)


def _names_tests(arguments: list[str]) -> bool:
    return any(
        Path(argument.split("::")[0]).exists() for argument in arguments if not argument.startswith("-")
    )


def _second_selection(is_full: bool, is_part: bool) -> str:
    if is_full:
        return ""
    return f"({ON_POSTGRESQL})" if is_part else f"({ON_POSTGRESQL}) and {QUICK}"


def _run_on_postgresql(selection: str, arguments: list[str]) -> Result:
    try:
        with private_postgresql() as address:
            return _run("PostgreSQL", selection, arguments, MUHATAP_DATABASE_URL=address)
    except ClusterFailed as failure:
        print(f"bin/test: the PostgreSQL lane cannot run: {failure}", file=sys.stderr)
        return Result("PostgreSQL", CANNOT_RUN, 0)


def _run(lane: str, selection: str, arguments: list[str], **environment: str) -> Result:
    command = [sys.executable, "-m", "pytest", *arguments]
    if not any(argument.startswith(("-n", "-x", "--pdb")) for argument in arguments):
        command += ["-n", str(_workers(os.cpu_count() or 2)), "--dist", "worksteal"]
    if selection and "-m" not in arguments:
        command += ["-m", selection]
    print(f"\n== {lane}: {' '.join(command[2:])}", flush=True)
    began = time.monotonic()
    code = _in_one_run(lane, command, environment)
    return Result(lane, code, time.monotonic() - began)


def _workers(cores: int) -> int:
    """One more than cores for each two: tests wait for servers and browsers a third of their time."""
    return min(9, cores + max(1, cores // 2))


def _in_one_run(lane: str, command: list[str], environment: dict[str, str]) -> int:
    # Rewriting the asserts of all tests takes 9 s in each worker: the second lane reads what the first wrote.
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        noted = Path(folder) / "failed"
        environment = {**inherited, **environment, NOTED_AT: str(noted)}
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        unsteady = worth_a_second_look(noted) if code == pytest.ExitCode.TESTS_FAILED else []
        if not unsteady:
            return code
        print(f"\n== {lane}: UNSTEADY, seen a second time and alone: {' '.join(unsteady)}", flush=True)
        again = [sys.executable, "-m", "pytest", "-n0", *unsteady]
        return subprocess.run(again, cwd=ROOT, env=environment, check=False).returncode


def _summary(results: list[Result], is_part: bool) -> int:
    print()
    nothing_ran = all(result.code == pytest.ExitCode.NO_TESTS_COLLECTED for result in results)
    worst = 0
    for result in results:
        verdict, code = _verdict(result.code, is_part and not nothing_ran)
        worst = max(worst, code)
        print(f"bin/test: {result.lane:<10} {verdict:<40} {result.seconds:7.1f} s")
    print(f"bin/test: {'passed' if worst == 0 else 'FAILED'}")
    return worst


def _verdict(code: int, may_be_empty: bool) -> tuple[str, int]:
    match code:
        case pytest.ExitCode.OK:
            return "passed", 0
        case pytest.ExitCode.TESTS_FAILED:
            return "FAILED", 1
        case pytest.ExitCode.NO_TESTS_COLLECTED if may_be_empty:
            return "nothing here touches this database", 0
        case pytest.ExitCode.NO_TESTS_COLLECTED:
            return "COULD NOT RUN: no test was found", CANNOT_RUN
        case _:
            return f"COULD NOT RUN (code {code})", CANNOT_RUN


def _interrupt(_signal, _frame):
    raise KeyboardInterrupt


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
