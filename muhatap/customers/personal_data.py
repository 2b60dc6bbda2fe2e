"""What the tables of customers hold of them."""

from muhatap.kernel.holdings import Holding, Known
from muhatap.kernel.purposes import Sort

HOLDINGS = (
    Holding(
        table="customers.Identity",
        sort=Sort.CONTACT,
        by={"customer_id": Known.CUSTOMER, "first_customer_id": Known.CUSTOMER},
        copied=("kind", "value", "verified_at"),
        goes=True,
    ),
    Holding(
        table="customers.LikelySame",
        sort=Sort.ACTIONS,
        by={"one_id": Known.CUSTOMER, "other_id": Known.CUSTOMER},
        goes=True,
    ),
    Holding(
        table="customers.CustomerJoining",
        sort=Sort.ACTIONS,
        by={"customer_id": Known.CUSTOMER, "into_id": Known.CUSTOMER},
        copied=("joined_at", "parted_at"),
        blank={"reason": "-", "part_reason": ""},
    ),
    Holding(
        table="customers.Consent",
        sort=Sort.ACTIONS,
        by={"customer_id": Known.CUSTOMER},
        copied=("sort", "is_given", "version", "words", "decided_at"),
        stays="Proof of what was agreed to and taken back; without a name it belongs to nobody.",
    ),
    Holding(
        table="customers.Customer",
        sort=Sort.CONTACT,
        sorts={"account_no": Sort.IDENTITY, "created_at": Sort.ACTIONS, "name": Sort.NAME},
        by={"id": Known.CUSTOMER},
        copied=("name", "email", "phone", "account_no", "language", "preferences", "created_at"),
        blank={"name": "", "email": "", "phone": "", "account_no": "", "preferences": {}},
    ),
)
EMPTY: dict[str, str] = {}
