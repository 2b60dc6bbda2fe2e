"""Who may do what, told from the table that the doors ask (`accounts.roles`)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from muhatap.accounts.roles import GRANTS, SEES_ALL_QUEUES, Permission, Role
from muhatap.dossiers.wording import role_words

_P = Permission
GROUPS = (
    (
        gettext_lazy("Cases"),
        {
            _P.READ_CASES: gettext_lazy("Read cases of one’s queues"),
            _P.ANSWER_CASES: gettext_lazy("Answer and work on cases"),
            _P.ASSIGN_OTHERS: gettext_lazy("Give cases to others"),
            _P.AGREE_LATER: gettext_lazy("Agree to a later limit"),
            _P.ANSWER_TASKS: gettext_lazy("Answer tasks of departments"),
            _P.JOIN_CUSTOMERS: gettext_lazy("Join and part customers"),
            _P.SEE_IDENTIFIERS: gettext_lazy("See e-mail addresses and telephone numbers in full"),
            _P.BREAK_GLASS: gettext_lazy("Open a case in an emergency"),
            _P.REVIEW_GLASS: gettext_lazy("Judge emergency openings of others"),
        },
    ),
    (
        gettext_lazy("Complaints and problems"),
        {
            _P.SECOND_COMPLAINTS: gettext_lazy("Be the second person for a complaint"),
            _P.READ_REGISTER: gettext_lazy("Take the register of complaints along"),
            _P.SEE_REVIEWS: gettext_lazy("See reviews of identity and account"),
            _P.MANAGE_PROBLEMS: gettext_lazy("Run problems and their notices"),
            _P.REVIEW_WORK: gettext_lazy("Review work and coach"),
            _P.MANAGE_IMPROVEMENTS: gettext_lazy("Run improvements"),
        },
    ),
    (
        gettext_lazy("Documents"),
        {
            _P.OPEN_IDENTITY: gettext_lazy("Open identity documents with a reason"),
            _P.OPEN_ORIGINALS: gettext_lazy("Open originals behind redacted copies"),
            _P.OPEN_QUARANTINE: gettext_lazy("Open files in quarantine"),
            _P.HOLD_EVIDENCE: gettext_lazy("Keep evidence from being destroyed"),
            _P.READ_SOURCE: gettext_lazy("See a mail as it came"),
            _P.ERASE_CONTENT: gettext_lazy("Erase content lawfully"),
        },
    ),
    (
        gettext_lazy("Publishing"),
        {
            _P.ANNOUNCE: gettext_lazy("Publish announcements"),
            _P.WRITE_ARTICLES: gettext_lazy("Write help articles"),
            _P.READ_OUTBOX: gettext_lazy("See what waits to be sent"),
            _P.TELL_STANDING: gettext_lazy("Say what does not work and close channels"),
        },
    ),
    (
        gettext_lazy("Rules and settings"),
        {
            _P.CONFIGURE: gettext_lazy("Configure the desk"),
            _P.MANAGE_RULES: gettext_lazy("Write rules and macros for all"),
            _P.DECIDE_LAW: gettext_lazy("Decide which law is in force"),
            _P.APPROVE_CHARTER: gettext_lazy("Agree to a charter as a second person"),
            _P.MANAGE_ACCESS: gettext_lazy("Set how each role signs in"),
            _P.SECOND_ACCESS: gettext_lazy("Be the second person when factors are taken off"),
        },
    ),
    (
        gettext_lazy("Watching"),
        {
            _P.READ_AUDIT: gettext_lazy("Verify the record"),
            _P.READ_SECURITY: gettext_lazy("Read security events"),
            _P.READ_LEDGER: gettext_lazy("Read who looked at what"),
            _P.READ_BREACHES: gettext_lazy("Read the register of data breaches"),
            _P.KEEP_BREACHES: gettext_lazy("Keep the register of data breaches"),
            _P.SECOND_BREACHES: gettext_lazy("Be the second person for a data breach"),
            _P.READ_AUDITS: gettext_lazy("Read audits and their findings"),
            _P.KEEP_AUDITS: gettext_lazy("Plan audits and keep their findings"),
        },
    ),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One right and, for each role in the order of the table, whether it has it."""

    permission: Permission
    words: str
    granted: Sequence[tuple[Role, bool]]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole table: roles, whether each sees all queues, and groups of rows."""

    roles: Sequence[tuple[Role, str, bool]]
    groups: Sequence[tuple[str, Sequence[Row]]]


def matrix() -> Matrix:
    """The table in the words of the active language."""
    return Matrix(
        roles=[(role, role_words(role), role in SEES_ALL_QUEUES) for role in Role],
        groups=[
            (
                str(name),
                [
                    Row(right, str(words), [(role, right in GRANTS[role]) for role in Role])
                    for right, words in rights.items()
                ],
            )
            for name, rights in GROUPS
        ],
    )


def as_markdown() -> str:
    """The table as the page of the documentation shows it, in English where no language is active."""
    found = matrix()
    lines = []
    for name, rows in found.groups:
        lines += [f"## {name}", "", f"| Right | {' | '.join(words for _, words, _ in found.roles)} |"]
        lines += ["|---" * (len(found.roles) + 1) + "|"]
        for row in rows:
            marks = " | ".join("yes" if has else "–" for _, has in row.granted)
            lines.append(f"| {row.words} `{row.permission}` | {marks} |")
        lines.append("")
    return "\n".join(lines)
