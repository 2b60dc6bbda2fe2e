"""What registers of causes hold of those whom they struck."""

from muhatap.kernel.holdings import OWN_ID, Holding, Known
from muhatap.kernel.purposes import Sort

HOLDINGS = (
    Holding(
        table="problems.NoticeRecipient",
        sort=Sort.CONTACT,
        sorts={"name": Sort.NAME},
        by={"email": Known.EMAIL},
        copied=("email", "name"),
        blank={"email": OWN_ID, "name": ""},
    ),
    Holding(
        table="problems.AffectedPerson",
        sort=Sort.CONTACT,
        sorts={"name": Sort.NAME},
        by={"email": Known.EMAIL},
        copied=("email", "name"),
        goes=True,
    ),
)
EMPTY = {
    "Problem": "a cause, in the desk's own words",
    "ProblemCase": "that a cause stands behind a case",
    "ProblemStep": "what was done about a cause",
    "KnownIssue": "what the public reads",
    "ProblemNotice": "a letter to many, without a name",
    "Suggestion": "single words that several cases share",
    "ProblemTerms": "terms of the desk",
    "GroupingMemory": "digests of words, forgotten after days",
    "IssueClaim": "that a form is about a known issue",
}
