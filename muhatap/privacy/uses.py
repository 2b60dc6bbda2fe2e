"""For what personal data is used: each purpose with its data, whose it is and where it is collected; pure."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Use:
    """One purpose. `channels` bring its data, `retention` are the charter's kinds, `domains` hold it.

    `line` is what stands where the data is asked for, `more` what unfolds below it.
    """

    code: str
    name: object
    line: object
    more: object
    categories: tuple[str, ...]
    points: tuple[str, ...]
    retention: tuple[str, ...]
    domains: tuple[str, ...]
    optional: bool = False


# Whose data it is: always customers and who writes for them; staff are no subject of this record's purposes.
USES: tuple[Use, ...] = (
    Use(
        "cases",
        _("Answering cases and complaints"),
        _("We use what you write only to look into your case and to answer it."),
        _("What you write, your address and your files go to the people who handle your case. You can ask for"
          " a copy, for correction or erasure at any time."),
        ("name", "contact", "correspondence", "documents", "transactions"),
        ("form", "formal", "complete", "reply", "impostor"),
        ("cases", "messages", "files", "drafts"),
        ("cases", "channels", "customers", "complaints", "letters", "portal"),
    ),
    Use(
        "chat",
        _("Live chat"),
        _("We use what you write here only to answer you; it becomes part of your case."),
        _("With it we see your browser, the page that you came from and your network, to stop abuse."),
        ("name", "contact", "correspondence", "device"),
        ("chat", "assistant"),
        ("cases", "messages", "chats"),
        ("channels", "bot"),
    ),
    Use(
        "identity",
        _("Checking who somebody is"),
        _("We use these documents only to check what your case needs, and end them sooner than the case."),
        _("Each document lies encrypted with its own key. Every look at it is written down. Black out what we"
          " did not ask for."),
        ("identity", "documents"),
        ("locker", "documents"),
        ("identity_documents", "lockers"),
        ("evidence", "files"),
    ),
    Use(
        "calls",
        _("Telephone and promised calls"),
        _("We use your number only for the call that you ask for."),
        _("The call is noted on your case. Whether calls are recorded is said at their beginning."),
        ("contact", "correspondence"),
        ("callback",),
        ("calls", "cases"),
        ("channels",),
    ),
    Use(
        "surveys",
        _("Asking how it was"),
        _("We use your answer to become better; you need not give one."),
        _("Your answer stands beside your case for those who handle it, and in figures without your name."),
        ("opinions",),
        ("survey",),
        ("surveys", "cases"),
        ("surveys",),
        optional=True,
    ),
    Use(
        "accounts",
        _("The customer's own account"),
        _("We use your address only to let you in."),
        _("Your password is kept as a digest that nobody can read. You can end all sessions at any time."),
        ("contact", "credentials"),
        ("account", "track"),
        ("accounts",),
        ("portal",),
        optional=True,
    ),
    Use(
        "standing",
        _("News of incidents"),
        _("We use your address only to write to you about incidents and maintenance."),
        _("One click ends it, and your address is forgotten at once."),
        ("contact",),
        ("status",),
        (),
        ("incidents",),
        optional=True,
    ),
    Use(
        "proof",
        _("Proof of what happened"),
        _("Every step is written down so that it can be checked later."),
        _("The record holds digests; words that are erased leave it without breaking it."),
        ("actions",),
        (),
        ("record",),
        ("audit", "dossiers"),
    ),
)  # fmt: skip
POINTS: dict[str, Use] = {point: use for use in USES for point in use.points}
