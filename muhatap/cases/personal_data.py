"""What the tables of cases hold of the people who wrote them, and of those who take part."""

from muhatap.kernel.holdings import OWN_ID, Holding, Known
from muhatap.kernel.purposes import Sort

_CASE = {"case_id": Known.CASE}

HOLDINGS = (
    Holding(
        table="cases.Message",
        sort=Sort.CORRESPONDENCE,
        by=_CASE,
        copied=("id", "case_id", "author", "channel", "language", "at", "text", "erased_at"),
        through="messages",
    ),
    Holding(
        table="cases.Attachment",
        sort=Sort.DOCUMENTS,
        by=_CASE,
        copied=("message_id", "case_id", "file_id", "evidence"),
        through="files",
    ),
    Holding(table="cases.SearchText", sort=Sort.CORRESPONDENCE, by=_CASE, goes=True),
    Holding(table="cases.Draft", sort=Sort.CORRESPONDENCE, by=_CASE, goes=True),
    Holding(
        table="cases.Recipient",
        sort=Sort.CONTACT,
        by={"message__case_id": Known.CASE},
        blank={"email": OWN_ID},
    ),
    Holding(
        table="cases.SideParty",
        sort=Sort.CONTACT,
        sorts={"name": Sort.NAME},
        by={"side__case_id": Known.CASE},
        blank={"email": OWN_ID, "name": ""},
    ),
    Holding(table="cases.SideConversation", sort=Sort.CORRESPONDENCE, by=_CASE, blank={"subject": "-"}),
    Holding(
        table="cases.Participant",
        sort=Sort.CONTACT,
        sorts={"name": Sort.NAME},
        by=_CASE,
        blank={"email": OWN_ID, "name": ""},
    ),
    Holding(
        table="cases.WorkItem",
        sort=Sort.CORRESPONDENCE,
        by=_CASE,
        copied=("case_id", "state", "asked_at", "ended_at"),
        blank={"title": "-", "question": "-", "answer": ""},
    ),
    Holding(
        table="cases.Milestone",
        sort=Sort.ACTIONS,
        by=_CASE,
        copied=("case_id", "name", "reached_at", "reference"),
        blank={"reference": ""},
    ),
    Holding(
        table="cases.IdentityProof",
        sort=Sort.IDENTITY,
        by=_CASE,
        copied=("case_id", "how", "proved_at"),
        stays="That somebody made sure who she was, without what was shown.",
    ),
    Holding(
        table="cases.Case",
        sort=Sort.CORRESPONDENCE,
        sorts={
            "closed_at": Sort.ACTIONS,
            "closed_reason": Sort.ACTIONS,
            "fields": Sort.TRANSACTIONS,
            "id": Sort.ACTIONS,
            "number": Sort.ACTIONS,
            "received_at": Sort.ACTIONS,
            "resolved_at": Sort.ACTIONS,
            "status": Sort.ACTIONS,
        },
        by={"id": Known.CASE},
        copied=(
            "id",
            "number",
            "subject",
            "kind",
            "status",
            "channel",
            "language",
            "fields",
            "notices",
            "received_at",
            "resolved_at",
            "closed_at",
            "closed_reason",
            "telling",
        ),
        blank={"fields": {}, "sealed_fields": b"", "next_step": "", "telling": None},
        unworded=("intake",),
        through="heads",
    ),
)
EMPTY = {
    "NumberCounter": "the last number of a year",
    "HeadText": "written anew from the case as it then reads",
    "IndexWork": "how far the index is",
    "CaseLink": "that two cases belong together",
    "Joining": "that a case goes on in another one",
    "Presence": "which member of staff has a case open",
    "Watcher": "which member of staff follows a case",
    "DraftFile": "goes with its draft",
    "CaseTag": "words of the desk's own list",
}
