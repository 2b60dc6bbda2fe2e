"""What staff is told about a mail: notes on the case, in the brand's language, never seen by customers."""

from datetime import datetime

from django.utils.translation import gettext as _

from muhatap.audit.recording import record
from muhatap.cases import operations as cases
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.channels.adapters.email.budgets import CASES_PER_HOUR, LETTERS_PER_HOUR, Traffic
from muhatap.channels.adapters.email.intake import BY_MAIL
from muhatap.channels.adapters.email.parsed import Bounce
from muhatap.channels.adapters.email.reading import Reading, RefusedFile
from muhatap.channels.events import MailLacksAnswers
from muhatap.channels.models import VaultItem
from muhatap.files import operations as files
from muhatap.kernel.masking import mask

_SHOWN = 5_000


def machine_wrote(case: Case, reading: Reading, item: VaultItem, *, at: datetime) -> None:
    """Keep a machine's answer with its case."""
    title = _("Automatic mail from %(sender)s: %(subject)s") % {
        "sender": reading.sender.email or "?",
        "subject": reading.subject,
    }
    stored = [
        (files.store_file(brand_id=case.brand_id, name=one.name, data=one.data, by=BY_MAIL, at=at), "")
        for one in reading.files
    ]
    masked = mask(f"{title}\n\n{reading.text[:_SHOWN]}").text
    _write(case, masked, at, item=item, files=stored, external_id=reading.message_id)
    refused_files(case, reading.refused, at=at)


def bounced(case: Case, bounces: list[Bounce], item: VaultItem, *, at: datetime) -> None:
    """Say whom a letter did not reach, and in the other server's words why."""
    lines = [_("A letter was not delivered:")]
    lines += [f"{one.recipient} {one.status} {one.words[:300]}".strip() for one in bounces]
    _write(case, mask("\n".join(lines)).text, at, item=item)


def delayed(case: Case, bounce: Bounce, item: VaultItem, *, at: datetime) -> None:
    """Say that a letter is on its way longer than usual."""
    text = _("A letter to %(recipient)s is delayed; the mail servers keep trying. They say: %(words)s")
    said = {"recipient": bounce.recipient, "words": f"{bounce.status} {bounce.words[:300]}".strip()}
    _write(case, mask(text % said).text, at, item=item)


def complained(case: Case, recipient: str, item: VaultItem, *, at: datetime) -> None:
    """Say that a letter was reported as unwanted, and what follows."""
    text = _(
        "%(recipient)s reported one of our letters as unwanted. Automatic letters to this address stop; "
        "call, or answer only by hand."
    )
    _write(case, text % {"recipient": recipient}, at, item=item)


def refused_files(case: Case, refused: tuple[RefusedFile, ...], *, at: datetime) -> None:
    """Name the attachments that are not on the case."""
    if not refused:
        return
    why = {
        "type": _("programs are not accepted"),
        "too_large": _("too large"),
        "too_many": _("too many files"),
    }
    lines = [_("These attachments are not on the case; they lie in the intake vault:")]
    lines += [f"{one.name[:200]} ({why[one.code]})" for one in refused]
    _write(case, mask("\n".join(lines)).text, at)


def doubtful(case: Case, number: str, *, at: datetime) -> None:
    """Another case was named without a right to it."""
    text = _(
        "The mail names the case %(number)s, but not in a way that proves a right to it; so it became a case "
        "of its own. Decide on the review list whether the two belong together."
    )
    _write(case, text % {"number": number}, at)


def lacks_answers(case: Case, *, at: datetime) -> None:
    """Put on record what the topic needs and the mail did not say; the customer is asked for it once."""
    lacking = {name: tuple(case.intake.get(name, ())) for name in ("fields", "evidence")}
    record(
        MailLacksAnswers(
            brand=case.brand_id, case=case.id, answers=lacking["fields"], evidence=lacking["evidence"]
        ),
        by=BY_MAIL,
        at=at,
    )


def repeated_id(case: Case, *, at: datetime) -> None:
    """Two different mails carry one Message-ID."""
    _write(case, _("Another mail with the same Message-ID but different content arrived before."), at)


def loops(case: Case, reading: Reading, traffic: Traffic, *, at: datetime) -> None:
    """The budget of automatic letters to a sender is spent."""
    text = _(
        "%(sender)s opened %(count)s cases by mail within the hour before. To end a possible loop of two "
        "machines, this one is not acknowledged by mail."
    )
    if traffic.in_hour < LETTERS_PER_HOUR:
        text = _(
            "%(sender)s opened %(count)s cases by mail within a day, and no person answered between. To end "
            "a possible loop of two machines, this one is not acknowledged by mail."
        )
        _write(case, text % {"sender": reading.sender.email, "count": traffic.unanswered_in_day}, at)
    else:
        _write(case, text % {"sender": reading.sender.email, "count": traffic.in_hour}, at)


def floods(case: Case, reading: Reading, *, at: datetime) -> Message | None:
    """Mails of a flood gather here; said once in a case."""
    once = f"flood:{case.id}"
    if Message.objects.filter(case=case, author=Author.NOTE, external_id=once).exists():
        return None
    text = _(
        "%(sender)s opened %(count)s cases by mail within an hour. Further mails of this hour are kept here, "
        "and none of them is acknowledged by mail."
    )
    said = text % {"sender": reading.sender.email, "count": CASES_PER_HOUR}
    return _write(case, said, at, external_id=once)


def _write(
    case: Case,
    text: str,
    at: datetime,
    *,
    item: VaultItem | None = None,
    files: list | None = None,
    external_id: str = "",
) -> Message:
    return cases.post_message(
        case=case,
        new=cases.NewMessage(
            author=Author.NOTE,
            channel="email",
            text=text,
            files=files or (),
            external_id=external_id,
            vault_item_id=item.id if item else None,
        ),
        by=BY_MAIL,
        at=at,
    )
