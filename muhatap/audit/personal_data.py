"""What the record holds of people: fields that can be erased one by one, and who looked."""

from muhatap.kernel.holdings import Holding, Known
from muhatap.kernel.purposes import Sort

HOLDINGS = (
    Holding(
        table="audit.Viewing",
        sort=Sort.ACTIONS,
        by={"stream_id": Known.CASE},
        copied=("stream_id", "role", "door", "at"),
        stays="Who of the staff looked at which case, which is theirs to answer for.",
    ),
)
EMPTY = {
    "Stream": "where a chain ends",
    "Event": "no personal field lies here, only its digest",
    "ErasableContent": "emptied event by event, named by a fact of the same chain",
    "HeadLog": "heads of chains",
    "ArchiveSet": "files and their digests",
    "ArchivedStream": "places in a sealed file; a case that is erased is brought back and forgotten here",
    "Publication": "the outbox",
    "ListenerRun": "work that follows a fact",
    "JobTurn": "when jobs ran",
    "Lease": "who may do what alone",
}
