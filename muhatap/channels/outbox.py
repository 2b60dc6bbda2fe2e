"""What goes out, put together from its rows: the same words for the server, the outbox page and tests."""

from dataclasses import replace
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muhatap.cases.joined import ids_with_followers
from muhatap.cases.keys import told_secret
from muhatap.cases.models import Attachment, Case, Message, Recipient
from muhatap.cases.statuses import Author, CopyKind
from muhatap.cases.telling import telling_of
from muhatap.channels.answer_links import told_link
from muhatap.channels.contract import NotReady, OutboundMessage
from muhatap.channels.manners import Manner, Sort, sort_of
from muhatap.channels.models import Delivery, Mailbox, VaultItem
from muhatap.channels.objection_links import objection_url
from muhatap.channels.optional_mail import decline_url, kind_of
from muhatap.channels.proved import proof_of_customer
from muhatap.channels.registry import adapter_for
from muhatap.channels.voices import mailbox_of, sender_name, signature_of, signed_as
from muhatap.files import operations as files

# What common mail servers take, less what base64 adds.
MAX_FILES_BYTES = 15_000_000
_CONVERSATION = 20
# What may change between the first try and a later one: names, signatures, the subject, the thread.
_FRAME = (
    *("sender_name", "sender_address", "subject", "answers", "in_reply_to", "references", "to", "cc"),
    *("brand", "colour", "case_url", "plus_addressing", "is_large", "only_link"),
)


def rendered(delivery: Delivery) -> bytes:
    """The message as it goes out or went out; `NotReady` or `Rejected` when it cannot be written."""
    return adapter_for(delivery.channel).render(outbound_of(delivery)).raw


def outbound_of(delivery: Delivery) -> OutboundMessage:
    """A delivery with everything that its adapter needs; `NotReady` while the brand has no address."""
    case = Case.objects.select_related("brand", "customer").get(id=delivery.case_id)
    message = Message.objects.select_related("staff", "side").get(id=delivery.message_id)
    agent = message.staff.name if message.staff else ""
    mailbox = mailbox_of(case)
    # Only mail has an address to come from.
    is_mail = delivery.channel == "email"
    name, address = sender_of(case, mailbox, agent) if is_mail else (case.brand.name, "")
    attached, left_out = _files(message)
    theirs, conversation = _conversation(case, message, delivery)
    to, cc = _readers(delivery)
    is_automatic = message.author == Author.AUTOMATIC
    words = message.text
    if is_automatic:
        words = told_link(case, message.external_id, told_secret(case, words))
    signed = signed_as(message.staff)
    signature = signature_of(mailbox, language=message.language, agent=signed, brand=case.brand.name)
    case_url = f"{settings.MUHATAP_ORIGIN}/{case.brand.code}/cases/{case.number}/"
    with translation.override(message.language):
        footer = "" if is_automatic else _footer(message, case, signature, left_out, case_url)
        footer += "" if is_automatic else _objection(message, case, delivery.recipient)
    optional = kind_of(message.external_id) if is_automatic else ""
    outbound = OutboundMessage(
        delivery_id=delivery.id,
        brand_id=case.brand_id,
        case_id=case.id,
        number=case.number,
        sender_name=name,
        sender_address=address,
        recipient=delivery.recipient,
        subject=message.side.subject if message.side else case.subject,
        text=words.rstrip() + footer,
        language=message.language,
        is_automatic=is_automatic,
        written_at=message.at,
        files=attached,
        answers=bool(theirs),
        in_reply_to=theirs or (conversation[-1] if conversation else ""),
        references=conversation,
        to=to,
        cc=cc,
        words=words,
        signature="" if is_automatic else signature,
        is_aside=message.side_id is not None,
        brand=case.brand.name,
        colour=(case.brand.contact.get("sender") or {}).get("colour", ""),
        case_url="" if message.side_id else case_url,
        plus_addressing=not message.side_id and _takes_plus(mailbox, address),
        message_id=delivery.external_id,
        unsubscribe_url=decline_url(case, optional) if optional else "",
        is_large=delivery.recipient == case.customer_email and telling_of(case).is_large,
        is_notice=delivery.manner == Manner.NOTICE,
        only_link=not is_mail and _is_for_proved(case, message, is_automatic),
    )
    return _as_first_tried(outbound, delivery.frame)


def _is_for_proved(case: Case, message: Message, is_automatic: bool) -> bool:
    """A letter of the law tells of a person; a number that nobody proved is told where to read it."""
    is_legal = sort_of(message.external_id, is_automatic=is_automatic) is Sort.LEGAL
    return is_legal and proof_of_customer(case) is None


def frame_of(outbound: OutboundMessage) -> dict[str, Any]:
    """What a message is made of beside its words and files, so that every later copy is the same bytes."""
    frame = {name: getattr(outbound, name) for name in _FRAME}
    return frame | {"footer": outbound.text.removeprefix(outbound.words.rstrip())}


def _as_first_tried(outbound: OutboundMessage, frame: dict[str, Any]) -> OutboundMessage:
    if not frame:
        return outbound
    kept = {name: _tupled(frame[name]) for name in _FRAME if name in frame}
    return replace(outbound, text=outbound.words.rstrip() + frame["footer"], **kept)


def _tupled(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def sender_of(
    case: Case, mailbox: Mailbox | None, agent: str, came_to: bool | None = None
) -> tuple[str, str]:
    """Name and address that a case is answered from by this mailbox (`mailbox_of`) and member of staff.

    `came_to` is whether mail of the case came to this mailbox, where that is known already.
    """
    said = case.brand.contact.get("sender") or {}
    if came_to is None:
        came_to = VaultItem.objects.filter(case=case, mailbox=mailbox).exists() if mailbox else False
    own = mailbox.address if mailbox else ""
    address = (own if came_to else said.get("email") or own) or case.brand.contact.get("email") or ""
    if not address:
        raise NotReady("no_sender")
    return sender_name(mailbox, agent=agent, brand=said.get("name") or case.brand.name), address


def _takes_plus(mailbox: Mailbox | None, address: str) -> bool:
    return mailbox is not None and mailbox.address == address and bool(mailbox.state.get("plus_addressing"))


def _readers(delivery: Delivery) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Whom everybody sees in To and Cc; a blind copy stands in nobody's header, not even in its own."""
    kinds = dict(Recipient.objects.filter(message_id=delivery.message_id).values_list("email", "kind"))
    rows = Delivery.objects.filter(message_id=delivery.message_id, channel=delivery.channel).order_by("id")
    everybody = list(rows.values_list("recipient", flat=True))
    to = tuple(one for one in everybody if one not in kinds)
    cc = tuple(one for one in everybody if kinds.get(one) == CopyKind.CC)
    return (to, cc) if to else (cc or (delivery.recipient,), ())


def _conversation(case: Case, message: Message, delivery: Delivery) -> tuple[str, tuple[str, ...]]:
    """The last mail from outside before the message, and all ids that a thread is made of, oldest first.

    A side conversation is a thread of its own: neither side ever sees an id of the other's.
    """
    came = Q(side=message.side_id, staff=None) if message.side_id else Q(author=Author.CUSTOMER)
    theirs = list(
        Message.objects.filter(
            came,
            # Of a case that goes on in this one, too, if it is the same customer's.
            case_id__in=ids_with_followers(case),
            case__customer_id=case.customer_id,
            channel=delivery.channel,
            at__lte=message.at,
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
            message__side=message.side_id,
            message__at__lt=message.at,
            sent_at__isnull=False,
        )
        .exclude(external_id="")
        .order_by("-message__at", "-id")
        .values_list("message__at", "external_id")[:_CONVERSATION]
    )
    # A case and its acknowledgement are of the same moment: what was answered stands before its answer.
    told = sorted([*reversed(theirs), *reversed(ours)], key=itemgetter(0))
    ids = tuple(external_id for _at, external_id in told)
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


def _footer(message: Message, case: Case, signature: str, left_out: int, case_url: str) -> str:
    lines = ["", "", "-- ", signature]
    if message.side_id is not None:
        lines.append(_("Our reference: %(number)s") % {"number": case.number})
        return "\n".join(lines)
    lines.append(_("Your case number is %(number)s.") % {"number": case.number})
    lines.append(_("You can answer this message, or follow your case here:"))
    lines.append(case_url)
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


def _objection(message: Message, case: Case, recipient: str) -> str:
    """Where the customer herself says that the answer is not enough; copies are other people's."""
    if message.side_id is not None or recipient != case.customer_email:
        return ""
    words = _("Not satisfied with this answer? Say so here with one click, and a senior person looks at it:")
    return f"\n\n{words}\n{objection_url(case, message.id)}"
