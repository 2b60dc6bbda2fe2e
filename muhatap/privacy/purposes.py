"""Which columns of the register serve which purpose; the sorts and purposes themselves are the kernel's."""

from functools import cache

from muhatap.kernel.purposes import Sort
from muhatap.privacy.register import holdings


class NoSuchField(KeyError):
    """The register knows no such column, so nobody said which purposes it serves."""


def sort_of(name: str) -> Sort:
    """What `customers.Customer.name` and the like tell of a person."""
    table, _, column = name.rpartition(".")
    if table not in _tables():
        raise NoSuchField(name)
    return _tables()[table].sort_of(column)


def sorts_held() -> frozenset[Sort]:
    """Every sort that a column of the register has."""
    found = (each for holding in holdings() for each in (holding.sort, *holding.sorts.values()))
    return frozenset(found)


@cache
def _tables() -> dict:
    return {each.table: each for each in holdings()}
