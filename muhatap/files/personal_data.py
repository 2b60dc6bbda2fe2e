"""What stored files hold of people: bytes behind a key of their own, words found in them, a name."""

from muhatap.kernel.holdings import Holding

HOLDINGS: tuple[Holding, ...] = ()
EMPTY = {
    "StoredFile": "copied and destroyed with whatever holds it: a message, evidence, a draft, a data copy",
    "FileText": "goes with its file",
}
