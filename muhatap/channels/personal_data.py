"""What the doors hold of those who came through them."""

from muhatap.kernel.holdings import OWN_ID, Holding, Known
from muhatap.kernel.purposes import Sort

_CASE = {"case_id": Known.CASE}

HOLDINGS = (
    Holding(
        table="channels.VaultItem",
        sort=Sort.CORRESPONDENCE,
        by={"case_id": Known.CASE, "sender": Known.EMAIL},
        copied=("id", "source", "stored_at", "size", "sha256", "state"),
        through="vault",
    ),
    Holding(
        table="channels.Delivery",
        sort=Sort.CONTACT,
        sorts={
            "arrived_at": Sort.ACTIONS,
            "read_at": Sort.ACTIONS,
            "sent_at": Sort.ACTIONS,
            "state": Sort.ACTIONS,
        },
        by=_CASE,
        copied=("message_id", "channel", "recipient", "state", "sent_at", "arrived_at", "read_at"),
        blank={"recipient": OWN_ID, "error": "", "frame": {}, "external_id": "", "rendered_sha256": ""},
    ),
    Holding(
        table="channels.AddressMark",
        sort=Sort.CONTACT,
        by={"address": Known.EMAIL},
        copied=("address", "reason", "words", "since_at", "cleared_at"),
        goes=True,
    ),
    Holding(
        table="channels.ChatLine",
        sort=Sort.CORRESPONDENCE,
        by={"chat__case_id": Known.CASE},
        copied=("seq", "kind", "message_id", "at"),
        blank={"params": {}},
    ),
    Holding(
        table="channels.Chat",
        sort=Sort.CORRESPONDENCE,
        sorts={"app_user": Sort.DEVICE, "network": Sort.DEVICE, "place": Sort.DEVICE},
        by=_CASE,
        copied=("case_id", "started_at", "ended_at", "place", "draft", "app_user"),
        blank={"network": "", "app_user": "", "place": {}, "draft": []},
    ),
    Holding(
        table="channels.PushTarget",
        sort=Sort.DEVICE,
        by={"app_user": Known.APP_USER},
        copied=("kind", "made_at"),
        goes=True,
    ),
    Holding(
        table="channels.CallDetails",
        sort=Sort.CORRESPONDENCE,
        by={"attempt__callback__case_id": Known.CASE},
        copied=("attempt_id", "hold_seconds", "notice_given", "turns"),
        blank={"turns": []},
    ),
    Holding(
        table="channels.CallAttempt",
        sort=Sort.ACTIONS,
        sorts={"note": Sort.CORRESPONDENCE},
        by={"callback__case_id": Known.CASE},
        copied=("id", "callback_id", "began_at", "answered_at", "ended_at", "seconds", "outcome", "note"),
        blank={"note": "", "call_id": ""},
    ),
    Holding(
        table="channels.Callback",
        sort=Sort.CONTACT,
        by=_CASE,
        copied=("id", "case_id", "phone", "asked_at", "begins_at", "ends_at", "ended_as"),
        blank={"phone": "-"},
    ),
)
EMPTY = {
    "Mailbox": "the desk's own addresses",
    "Doubt": "to which case a letter belongs",
    "SigningKey": "keys of the brand",
    "IdempotencyKey": "digests of what programs sent",
    "ChatBlock": "keyed digests of networks that are kept out",
    "AppKey": "keys of the operator's app",
    "SpentToken": "digests of what was used once",
}
