"""Which of two versions is older: pure."""

import re

_NUMBERS = re.compile(r"\d{1,9}")


def is_older(version: str, least: str) -> bool:
    """Whether a version such as `4.2.1` stands before the least one; what has no numbers is not judged."""
    ours, theirs = _numbers(version), _numbers(least)
    if not ours or not theirs:
        return False
    width = max(len(ours), len(theirs))
    return ours + (0,) * (width - len(ours)) < theirs + (0,) * (width - len(theirs))


def _numbers(version: str) -> tuple[int, ...]:
    # What follows a hyphen or plus names a build, not a version (semver.org, 9 and 10).
    return tuple(int(each) for each in _NUMBERS.findall(re.split(r"[-+]", version, maxsplit=1)[0])[:6])
