"""What goes out, put together from its rows: the same words for the server, the outbox page and tests."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muhatap.brands.models import Brand
from muhatap.cases.models import Attachment, Case, Message
from muhatap.cases.statuses import Author
from muhatap.channels.contract import NotReady, OutboundMessage
from muhatap.channels.models import Delivery, Mailbox, VaultItem
from muhatap.channels.registry import adapter_for
from muhatap.files import operations as files

# What common mail servers take, less what base64 adds.
MAX_FILES_BYTES = 15_000_000
_CONVERSATION = 20


def rendered(delivery: Delivery) -> bytes:
    """The message as it goes out or went out; `NotReady` or `Rejected` when it cannot be written."""
    return adapter_for(delivery.channel).render(outbound_of(delivery)).raw


def outbound_of(delivery: Delivery) -> OutboundMessage:
    """A delivery with everything that its adapter needs; `NotReady` while the brand has no address."""
    case = Case.objects.select_related("brand", "customer").get(id=delivery.case_id)
    message = Message.objects.get(id=delivery.message_id)
    name, address = sender_of(case)
    attached, left_out = _files(message)
    theirs, conversation = _conversation(case, message, delivery)
    is_automatic = message.author == Author.AUTOMATIC
    with translation.override(message.language):
        text = message.text if is_automatic else _with_footer(message.text, case, left_out)
    return OutboundMessage(
        delivery_id=delivery.id,
        brand_id=case.brand_id,
        case_id=case.id,
        number=case.number,
        sender_name=name,
        sender_address=address,
        recipient=delivery.recipient,
        subject=case.subject,
        text=text,
        language=message.language,
        is_automatic=is_automatic,
        written_at=message.at,
        files=attached,
        answers=bool(theirs),
        in_reply_to=theirs or (conversation[-1] if conversation else ""),
        references=conversation,
    )


def sender_of(case: Case) -> tuple[str, str]:
    """Name and address that a case is answered from: the mailbox it came to, else the brand's first."""
    said = case.brand.contact.get("sender") or {}
    name = said.get("name") or case.brand.name
    last = (
        VaultItem.objects.filter(case=case, mailbox__isnull=False)
        .select_related("mailbox")
        .order_by("-stored_at", "-id")
        .first()
    )
    address = last.mailbox.address if last else _address_of(case.brand)
    if not address:
        raise NotReady("no_sender")
    return name, address


def _address_of(brand: Brand) -> str:
    said = brand.contact.get("sender") or {}
    first = Mailbox.objects.filter(brand=brand).order_by("id").first()
    return said.get("email") or (first.address if first else "") or brand.contact.get("email") or ""


def _conversation(case: Case, message: Message, delivery: Delivery) -> tuple[str, tuple[str, ...]]:
    """The customer's last mail before the message, and all ids that a thread is made of, oldest first."""
    theirs = list(
        Message.objects.filter(
            case=case, author=Author.CUSTOMER, channel=delivery.channel, at__lte=message.at
        )
        .exclude(external_id="")
        .order_by("-at", "-id")
        .values_list("at", "external_id")[:_CONVERSATION]
    )
    ours = list(
        Delivery.objects.filter(
            case=case,
            channel=delivery.channel,
            recipient=delivery.recipient,
            message__at__lt=message.at,
            sent_at__isnull=False,
        )
        .exclude(external_id="")
        .order_by("-message__at", "-id")
        .values_list("message__at", "external_id")[:_CONVERSATION]
    )
    ids = tuple(external_id for _at, external_id in sorted([*theirs, *ours]))
    return (theirs[0][1] if theirs else ""), ids


def _files(message: Message) -> tuple[tuple[tuple[str, str, bytes], ...], int]:
    attached: list[tuple[str, str, bytes]] = []
    room, left_out = MAX_FILES_BYTES, 0
    rows = Attachment.objects.filter(message=message, file__destroyed_at__isnull=True)
    for row in rows.select_related("file").order_by("id"):
        room -= row.file.size
        if room < 0:
            left_out += 1
            continue
        attached.append((row.file.name, row.file.content_type, files.read_file(stored=row.file)))
    return tuple(attached), left_out


def _with_footer(text: str, case: Case, left_out: int) -> str:
    address = f"{settings.MUHATAP_ORIGIN}/{case.brand.code}/cases/{case.number}/"
    lines = [text.rstrip(), "", "-- ", case.brand.name]
    lines.append(_("Your case number is %(number)s.") % {"number": case.number})
    lines.append(_("You can answer this message, or follow your case here:"))
    lines.append(address)
    if left_out:
        lines.append(
            ngettext(
                "One file is too large for e-mail; you find it there.",
                "%(count)d files are too large for e-mail; you find them there.",
                left_out,
            )
            % {"count": left_out}
        )
    return "\n".join(lines)
