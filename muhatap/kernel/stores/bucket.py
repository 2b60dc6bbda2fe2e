"""A bucket that speaks S3: an item is there as a whole or not at all, by the bucket's own word."""

import errno
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, BinaryIO, cast
from urllib.parse import parse_qs, unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from muhatap.kernel.stores import StoreAway

_log = logging.getLogger("muhatap.stores")
# A page waits for it: "slow down" and dropped lines are tried again, but not for ever.
_TRIES = {
    "max_retries": 4,
    "retry_timeout": timedelta(seconds=15),
    "backoff": {"init_backoff": timedelta(milliseconds=100), "max_backoff": timedelta(seconds=3), "base": 2},
}
_PATIENCE = {"timeout": "20s", "connect_timeout": "4s"}

_stores: dict[tuple[str, int], S3Store] = {}


def store_at(url: str) -> S3Store:
    """This process's line to `s3://bucket/prefix?endpoint=…&region=…`; keys as the environment has them.

    A forked child gets its own, and its parent must not have used one before: the library cannot be forked.
    """
    place = (url, os.getpid())
    if place not in _stores:
        if any(pid != place[1] for _, pid in _stores):
            # It would wait for threads that were left behind in the parent.
            raise StoreAway(errno.EIO, "this process was forked after its parent had used the store")
        _stores[place] = _made(url)
    return _stores[place]


def _made(url: str) -> S3Store:
    parts = urlsplit(url)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    endpoint = asked.get("endpoint", "")
    more: dict[str, Any] = {"endpoint": endpoint, "virtual_hosted_style_request": False} if endpoint else {}
    if parts.username:
        more["access_key_id"] = unquote(parts.username)
        more["secret_access_key"] = unquote(parts.password or "")
    if region := asked.get("region", "" if not endpoint else "us-east-1"):
        more["region"] = region
    return S3Store(
        parts.netloc.rpartition("@")[2],
        prefix=unquote(parts.path.strip("/")) or None,
        retry_config=cast(Any, _TRIES),
        client_options=cast(Any, _PATIENCE | {"allow_http": endpoint.startswith("http://")}),
        **more,
    )


@dataclass(frozen=True, slots=True)
class BucketPlace:
    """Where one item lies in a bucket."""

    url: str
    path: str

    @property
    def name(self) -> str:
        """The last part of where it is."""
        return self.path.rpartition("/")[2]

    def read_bytes(self) -> bytes:
        """All of it; `FileNotFoundError`, `StoreAway`."""
        with _telling():
            return bytes(obstore.get(store_at(self.url), self.path).bytes())

    def exists(self) -> bool:
        """Whether it is there; `StoreAway`."""
        try:
            with _telling():
                obstore.head(store_at(self.url), self.path)
        except FileNotFoundError:
            return False
        return True

    def unlink(self, missing_ok: bool = False) -> None:
        """Take it away; where the bucket is away too, bytes stay behind that nobody can read any more."""
        try:
            with _telling():
                obstore.delete(store_at(self.url), self.path)
        except StoreAway as error:
            _log.warning("left behind without its key: %s (%s)", self.path, error)


class BucketPart:
    """An item on its way into a bucket."""

    def __init__(self, place: BucketPlace, data: bytes) -> None:
        self.place, self._data, self._was_sent = place, data, False

    def secure(self) -> None:
        """Have the bucket say that it has it; `StoreAway`."""
        self._was_sent = True
        with _telling():
            obstore.put(store_at(self.place.url), self.place.path, self._data, use_multipart=False)

    def appear(self) -> None:
        """It did, when the bucket said so."""

    def discard(self) -> None:
        """Leave nothing of it, even where the bucket's answer was lost."""
        if self._was_sent:
            self.place.unlink(missing_ok=True)


def place_at(url: str, path: str) -> BucketPlace:
    """Where an item lies."""
    return BucketPlace(url, path)


def read_piece(place: BucketPlace, start: int, size: int) -> bytes:
    """At most `size` bytes from `start` on."""
    with _telling():
        return bytes(obstore.get_range(store_at(place.url), place.path, start=start, length=size))


def names_below(url: str, folder: str) -> Iterator[tuple[str, int]]:
    """The names below a folder with their sizes, in a steady order."""
    with _telling():
        for portion in obstore.list(store_at(url), folder):
            for each in portion:
                yield each["path"], each["size"]


@contextmanager
def reading(url: str, path: str) -> Iterator[BinaryIO]:
    """A stream out of the bucket, for what is too large for memory."""
    with _telling():
        yield cast(BinaryIO, obstore.open_reader(store_at(url), path))


@contextmanager
def writing(url: str, path: str) -> Iterator[BinaryIO]:
    """A stream into the bucket; nothing is there under the name before the block has ended well."""
    with _telling():
        writer = obstore.open_writer(store_at(url), path, buffer_size=8 * 1024 * 1024, max_concurrency=4)
        yield cast(BinaryIO, writer)
        writer.close()


@contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise
    except BaseError as error:
        # With the number of a broken disk: what waits for the machine to be well again waits for this too.
        raise StoreAway(errno.EIO, str(error)[:300]) from error
