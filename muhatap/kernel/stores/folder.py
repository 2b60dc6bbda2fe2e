"""A file that is being written beside its place."""

import os
from pathlib import Path


class FilePart:
    """Beside its place until it appears there."""

    def __init__(self, place: Path, data: bytes) -> None:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.place = place
        # Nodes that share a folder have processes of the same number.
        self._part = place.with_name(f"{place.name}.{os.uname().nodename}.{os.getpid()}.part")
        try:
            self._part.write_bytes(data)
        except OSError:
            # A full disk must not stay full of halves.
            self.discard()
            raise

    def secure(self) -> None:
        """Wait until the disk has it."""
        sync(self._part)

    def appear(self) -> None:
        """Give it its name."""
        self._part.replace(self.place)

    def discard(self) -> None:
        """Leave nothing of it."""
        self._part.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Wait until the disk has a file or the names of a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
