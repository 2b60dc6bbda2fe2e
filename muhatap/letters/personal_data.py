"""What letters on their way hold of those whom they go to."""

from muhatap.kernel.holdings import Holding, Known
from muhatap.kernel.purposes import Sort

HOLDINGS = (
    Holding(table="letters.HeldReply", sort=Sort.CORRESPONDENCE, by={"case_id": Known.CASE}, goes=True),
    Holding(
        table="letters.PreparedLetter",
        sort=Sort.CORRESPONDENCE,
        by={"case_id": Known.CASE},
        blank={"text": "-", "told": {}},
    ),
)
EMPTY = {
    "HeldFile": "goes with its reply; the file is destroyed with it",
    "TextModule": "the desk's own texts",
    "LetterTemplate": "the desk's own letters",
}
