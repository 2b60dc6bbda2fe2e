"""The numbered ledger: what was accepted, against what stands in cases and what reached the customers."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from email.message import EmailMessage

from django.db import close_old_connections

from faults.mail_system import MailSystem
from muhatap.cases.models import Case, Message
from muhatap.cases.numbers import parse_number
from muhatap.cases.statuses import Author
from muhatap.channels.adapters.email.own_ids import case_number_of
from muhatap.channels.models import Delivery, VaultItem, VaultState

_IN, _OUT = re.compile(r"<in-(\d{5})>"), re.compile(r"<out-(\d{5})>")


def incoming_mark(number: int) -> str:
    """How a customer's mail shows its number."""
    return f"<in-{number:05}>"


def outgoing_mark(number: int) -> str:
    """How a reply shows its number."""
    return f"<out-{number:05}>"


@dataclass
class Ledger:
    """Numbers that were accepted; `answers` names the case that a number must be in."""

    accepted: set[int] = field(default_factory=set)
    answers: dict[int, str] = field(default_factory=dict)
    replies: set[int] = field(default_factory=set)

    def filed(self) -> list[tuple[int, str]]:
        """Number and case of every customer's message that the desk has."""
        close_old_connections()
        rows = Message.objects.filter(author=Author.CUSTOMER).values_list("text", "case__number")
        return [(int(number), case) for text, case in rows for number in _IN.findall(text)]

    def is_settled(self, mail: MailSystem) -> bool:
        """Whether nothing is on its way any more."""
        close_old_connections()
        return (
            self._is_filed()
            and not unacknowledged()
            and not waiting_deliveries()
            and not mail.postfix.waiting()
        )

    def _is_filed(self) -> bool:
        by_mail = VaultItem.objects.filter(state=VaultState.IN_CASE, source__startswith="email:")
        return by_mail.count() >= len(self.accepted) and self.accepted <= {each for each, _ in self.filed()}

    def misfiled(self, filed: list[tuple[int, str]]) -> list[int]:
        """Answers that are not in the case that they answer."""
        return [number for number, case in filed if self.answers.get(number, case) != case]


def waiting_deliveries() -> int:
    """How many messages have not been taken by the mail server yet."""
    return Delivery.objects.filter(sent_at__isnull=True, given_up_at__isnull=True).count()


def written_acknowledgements() -> Counter[str]:
    """How often each case that came by mail was acknowledged."""
    told = Message.objects.filter(external_id__startswith="ack:").values_list("case__number", flat=True)
    return Counter(told)


def unacknowledged() -> list[str]:
    """Cases that came by mail and have no acknowledgement."""
    by_mail = Case.objects.filter(channel="email").values_list("number", flat=True)
    return sorted(set(by_mail) - set(written_acknowledgements()))


def copies(arrived: list[EmailMessage]) -> Counter[str]:
    """How often each Message-ID reached a customer."""
    return Counter(str(mail["message-id"]).strip() for mail in arrived)


def ids_of_replies(arrived: list[EmailMessage]) -> dict[int, set[str]]:
    """Under which Message-IDs each numbered reply reached a customer."""
    found: dict[int, set[str]] = {}
    for mail in arrived:
        for number in _OUT.findall(text_of(mail)):
            found.setdefault(int(number), set()).add(str(mail["message-id"]).strip())
    return found


def text_of(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    body = mail.get_body(("plain",))
    return body.get_content() if body is not None else ""


def case_answered(mail: EmailMessage) -> str:
    """The number of the case that one of the desk's mails belongs to."""
    number = parse_number(case_number_of(str(mail["message-id"]).strip()) or "")
    return Case.objects.filter(number=number).values_list("number", flat=True).first() or ""


def reckonings(printed: str) -> list[dict]:
    """What `muhatap mail reconcile --json` said, one mailbox each."""
    return [json.loads(line) for line in printed.splitlines() if line.strip()]
