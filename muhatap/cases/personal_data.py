"""What the tables of cases hold of the people who wrote them, and of those who take part."""

from muhatap.kernel.holdings import OWN_ID, Holding, Known

_CASE = {"case_id": Known.CASE}

HOLDINGS = (
    Holding(
        table="cases.Message",
        by=_CASE,
        copied=("id", "case_id", "author", "channel", "language", "at", "text", "erased_at"),
        through="messages",
    ),
    Holding(
        table="cases.Attachment",
        by=_CASE,
        copied=("message_id", "case_id", "file_id", "evidence"),
        through="files",
    ),
    Holding(table="cases.SearchText", by=_CASE, goes=True),
    Holding(table="cases.Draft", by=_CASE, goes=True),
    Holding(
        table="cases.Recipient",
        by={"message__case_id": Known.CASE},
        blank={"email": OWN_ID},
    ),
    Holding(table="cases.SideParty", by={"side__case_id": Known.CASE}, blank={"email": OWN_ID, "name": ""}),
    Holding(table="cases.SideConversation", by=_CASE, blank={"subject": "-"}),
    Holding(table="cases.Participant", by=_CASE, blank={"email": OWN_ID, "name": ""}),
    Holding(
        table="cases.WorkItem",
        by=_CASE,
        copied=("case_id", "state", "asked_at", "ended_at"),
        blank={"title": "-", "question": "-", "answer": ""},
    ),
    Holding(
        table="cases.Milestone",
        by=_CASE,
        copied=("case_id", "name", "reached_at", "reference"),
        blank={"reference": ""},
    ),
    Holding(
        table="cases.IdentityProof",
        by=_CASE,
        copied=("case_id", "how", "proved_at"),
        stays="That somebody made sure who she was, without what was shown.",
    ),
    Holding(
        table="cases.Case",
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
