"""Numbered mails from customers, and numbered replies of the desk."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from faults.ledger import Ledger, case_answered, incoming_mark, outgoing_mark
from faults.mail_system import BOX, BRAND_DOMAIN
from faults.trial import Trial
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author
from muhatap.kernel.actors import Actor

_BY = Actor.system("faults")
_SIZES = (0, 0, 0, 900, 60_000, 180_000)


class Stream:
    """Sends one mail after the other, and now and then lets the desk reply or a customer answer."""

    def __init__(self, trial: Trial, ledger: Ledger) -> None:
        self._trial = trial
        self._ledger = ledger
        self._number = 0

    def send_next(
        self, recipient: str = f"{BOX}@{BRAND_DOMAIN}", sender: str = "", size: int | None = None
    ) -> bool:
        """Hand the next mail to Postfix; True when it was accepted."""
        mail = self.next_mail(recipient, size)
        number = self._number
        if sender:
            mail.replace_header("From", sender)
        # What Postfix accepts is owed from that moment on.
        if not self._trial.mail.submit(sender or _sender(number), recipient, mail.as_bytes()):
            return False
        self._ledger.accepted.add(number)
        return True

    def next_mail(self, recipient: str = f"{BOX}@{BRAND_DOMAIN}", size: int | None = None) -> EmailMessage:
        """A mail of its own sender, every fourth with something attached."""
        self._number += 1
        number, chance = self._number, self._trial.chance
        mail = EmailMessage(policy=SMTP)
        mail["From"] = f"Müşteri {number} <{_sender(number)}>"
        mail["To"] = recipient
        mail["Subject"] = f"Çekim talebim {number}"
        mail["Date"] = format_datetime(datetime.now(UTC))
        mail["Message-ID"] = f"<m{number}.{self._trial.seed}@kunde.example>"
        mail.set_content(f"Merhaba,\n\n{incoming_mark(number)} numaralı yazım: param nerede?\n")
        attached = chance.choice(_SIZES) if size is None else size
        if attached:
            mail.add_attachment(
                chance.randbytes(attached), maintype="application", subtype="octet-stream",
                filename=f"dekont-{number}.bin",
            )  # fmt: skip
        return mail

    @property
    def number(self) -> int:
        """The number of the mail that was written last."""
        return self._number

    def answer_something(self) -> bool:
        """Let a customer answer one of the desk's mails; the answer is owed to that very case."""
        arrived = self._trial.mail.arrived()
        if not arrived:
            return False
        theirs = self._trial.chance.choice(arrived)
        case, customer = case_answered(theirs), str(theirs["to"]).strip().strip("<>").rpartition("<")[2]
        if not case:
            return False
        recipient = f"{BOX}@{BRAND_DOMAIN}"
        mail = self.next_mail(recipient, size=0)
        mail.replace_header("From", customer)
        mail.replace_header("Subject", f"Re: {theirs['subject']}")
        mail["In-Reply-To"] = str(theirs["message-id"]).strip()
        if not self._trial.mail.submit(customer, recipient, mail.as_bytes()):
            return False
        self._ledger.accepted.add(self._number)
        self._ledger.answers[self._number] = case
        return True

    def reply_to_something(self) -> bool:
        """Write a numbered reply on some case; it is owed to the customer once it is committed."""
        found = Case.objects.filter(channel="email").order_by("?").first()
        if found is None:
            return False
        number = len(self._ledger.replies) + 1
        text = f"Merhaba,\n\n{outgoing_mark(number)} numaralı yanıtımız: paranız yolda.\n"
        new = cases.NewMessage(author=Author.STAFF, channel="email", text=text)
        cases.post_message(case=found, new=new, by=_BY, at=datetime.now(UTC))
        self._ledger.replies.add(number)
        return True


def _sender(number: int) -> str:
    return f"m{number}@kunde.example"
