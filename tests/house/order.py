"""The order of tests: the long ones begin where they may, so that no worker ends alone with one."""

import pytest

LONG = {"journeys", "faults"}
LONG_FILES = {"test_founding.py", "test_move.py"}
EMPTIED_AFTERWARDS = {"transactional_db", "live_server"}


# After pytest-django, which puts the tests that empty the tables behind the others.
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Faults begin, which have desks of their own; of what empties the tables, the long tests."""
    items.sort(key=_place)


def _place(item) -> int:
    if not EMPTIED_AFTERWARDS & set(getattr(item, "fixturenames", ())):
        return -1 if "faults" in item.path.parts else 0
    return 1 if LONG & set(item.path.parts) or item.path.name in LONG_FILES else 2
