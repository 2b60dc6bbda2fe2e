"""What can be done with files."""

from muhatap.files.disk import read_file
from muhatap.files.operations.destroying import destroy_file
from muhatap.files.operations.reading import await_words, keep_words, known_words, read_words, words_to_read
from muhatap.files.operations.storing import FileRefused, store_file

__all__ = [
    "FileRefused",
    "await_words",
    "destroy_file",
    "keep_words",
    "known_words",
    "read_file",
    "read_words",
    "store_file",
    "words_to_read",
]
