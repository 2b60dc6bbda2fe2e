"""What the customer's side holds of her: forms on their way, links, her account."""

from muhatap.kernel.holdings import Holding, Known
from muhatap.kernel.purposes import Sort

HOLDINGS = (
    Holding(
        table="portal.MailedLink",
        sort=Sort.CONTACT,
        by={"case_id": Known.CASE, "recipient": Known.EMAIL},
        copied=("kind", "recipient", "made_at", "sent_at", "used_at"),
        goes=True,
    ),
    Holding(table="portal.FormDraft", sort=Sort.CORRESPONDENCE, by={"sent_case_id": Known.CASE}, goes=True),
    Holding(
        table="portal.CustomerAccount",
        sort=Sort.CREDENTIALS,
        sorts={"email": Sort.CONTACT, "phone": Sort.CONTACT},
        by={"email": Known.EMAIL},
        copied=("email", "phone", "made_at", "seen_at"),
        goes=True,
    ),
)
EMPTY = {
    "DraftFile": "goes with its form",
    "PhoneCode": "goes with its account, after minutes",
    "FixVote": "nobody's name stands there",
    "Attempts": "keyed digests, for hours",
}
