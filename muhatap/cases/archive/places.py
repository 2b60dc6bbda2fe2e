"""Where the archive's files lie: a folder or a bucket, as for all sealed files of the installation."""

from muhatap.kernel.stores import begin, place_in
from muhatap.kernel.stores import read_piece as read_piece_of

_SHELF = "archive"


class NoSuchPart(Exception):
    """A file of the archive is not where it was put, or shorter than it was."""


def put(path: str, data: bytes) -> None:
    """Keep a file; after any crash it is whole or not there. `OSError`."""
    part = begin(place_in(_SHELF, path), data)
    try:
        part.secure()
        part.appear()
    except BaseException:
        part.discard()
        raise


def read(path: str) -> bytes:
    """All bytes of a file; NoSuchPart when it is not there, `StoreAway` when the store does not answer."""
    try:
        return place_in(_SHELF, path).read_bytes()
    except FileNotFoundError as error:
        raise NoSuchPart(path) from error


def read_piece(path: str, start: int, size: int) -> bytes:
    """Some bytes out of a file; NoSuchPart when they are not there, `StoreAway` as above."""
    try:
        found = read_piece_of(place_in(_SHELF, path), start, size)
    except FileNotFoundError as error:
        raise NoSuchPart(path) from error
    if len(found) != size:
        raise NoSuchPart(path)
    return found
