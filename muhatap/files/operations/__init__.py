"""What can be done with files."""

from muhatap.files.disk import read_file
from muhatap.files.operations.destroying import destroy_file
from muhatap.files.operations.guarding import guard_file
from muhatap.files.operations.scanning import scan_files
from muhatap.files.operations.storing import FileRefused, store_file

__all__ = [
    "FileRefused",
    "destroy_file",
    "guard_file",
    "read_file",
    "scan_files",
    "store_file",
]
