"""The way out: letters as mail, handed to the operator's mail server."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

from muhatap.channels.adapters.email import composing, signing, smtp
from muhatap.channels.adapters.email.letter_html import Frame, letter_html
from muhatap.channels.adapters.email.own_ids import own_id, reply_address
from muhatap.channels.adapters.email.smtp_server import TlsMode
from muhatap.channels.contract import Delayed, NotReady, OutboundMessage, Rejected, Rendered

_TLS: dict[str, tuple[TlsMode, int]] = {
    "smtp": ("plain", 25),
    "smtps": ("tls", 465),
    "smtp+tls": ("starttls", 587),
    "smtp+offered": ("offered", 25),
}


def ready() -> None:
    """Return when a mail server is set and its address can be understood; `NotReady` otherwise."""
    server_from(settings.MUHATAP_SMTP_URL)


def render(message: OutboundMessage) -> Rendered:
    """The mail as bytes, the same at every call; `Rejected` when an address cannot be written."""
    try:
        message_id = message.message_id or own_id(message.number, message.delivery_id, message.sender_address)
        raw = composing.compose(_mail(message, message_id))
    except ValueError as error:
        raise Rejected(f"{type(error).__name__}: {error}", code="not_an_address") from error
    return Rendered(raw, message_id)


def _mail(message: OutboundMessage, message_id: str) -> composing.OutgoingMail:
    subject = composing.reply_subject(message.subject) if message.answers else message.subject
    tagged = ""
    if message.plus_addressing:
        tagged = reply_address(message.number, message.brand_id, message.sender_address)
    return composing.OutgoingMail(
        from_name=message.sender_name,
        from_address=message.sender_address,
        reply_to=tagged,
        to=message.to or (message.recipient,),
        cc=message.cc,
        subject=composing.subject_with_number(subject, message.number),
        text=message.text,
        html=letter_html(message.text, _frame(message)),
        message_id=message_id,
        sent_at=message.written_at,
        in_reply_to=message.in_reply_to,
        references=message.references,
        attachments=tuple(composing.OutgoingFile(*file) for file in message.files),
        auto=_keyword(message),
        language=message.language,
        list_unsubscribe=message.unsubscribe_url,
    )


def _frame(message: OutboundMessage) -> Frame:
    return Frame(
        brand=message.brand or message.sender_name,
        subject=message.subject,
        number=message.number,
        language=message.language,
        colour=message.colour,
        case_url=message.case_url,
        is_automatic=message.is_automatic,
        is_large=message.is_large,
    )


class Line:
    """A way to the mail server that carries several mails."""

    def __init__(self, line: smtp.Line) -> None:
        self._line = line

    def send(self, message: OutboundMessage, rendered: Rendered) -> None:
        """Hand the mail over; `Delayed` or `Rejected` when the server did not take it."""
        # On top of the recorded bytes, as a stamp on a letter: a key may change between two tries.
        raw = signing.stamped(
            rendered.raw, brand_id=message.brand_id, sender=message.sender_address, at=message.written_at
        )
        envelope_id = rendered.external_id.strip("<>").partition("@")[0]
        try:
            self._line.deliver(message.sender_address, (message.recipient,), raw, envelope_id=envelope_id)
        except smtp.NotSignedIn as error:
            raise Delayed(_words(error), was_answered=False) from error
        except smtp.Retry as error:
            # 5xx outside of a mail's own commands is trouble with us: it waits until a person puts it right.
            raise Delayed(_words(error), was_answered=400 <= error.code < 500) from error
        except smtp.Refused as error:
            code = f"refused_{error.code}" if error.code else "refused"
            raise Rejected(_words(error), code=code) from error


@contextmanager
def line() -> Iterator[Line]:
    """A connection to the mail server that is opened with the first mail."""
    with smtp.Line(server_from(settings.MUHATAP_SMTP_URL)) as opened:
        yield Line(opened)


def _words(error: smtp.NotDelivered) -> str:
    code = str(error.code) if error.code and str(error.code) not in error.reason else ""
    return f"{code} {error.reason}".strip()


def server_from(url: str) -> smtp.SmtpServer:
    """The server of an address `smtp[s|+tls|+offered]://user:password@host:port?…`; `NotReady` for none.

    Options: `ca=FILE`, `password_command=COMMAND`, `oauth2=1`, `name=` for the greeting.
    """
    if not url:
        raise NotReady("no_mail_server")
    try:
        parts = urlsplit(url)
        tls, port = _TLS[parts.scheme]
        if not parts.hostname:
            raise ValueError("no host")
        more = {name: values[0] for name, values in parse_qs(parts.query).items()}
        return smtp.SmtpServer(
            host=parts.hostname,
            port=parts.port or port,
            tls=tls,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            password_command=more.get("password_command", ""),
            sign_in="xoauth2" if more.get("oauth2") == "1" else "password",
            ca_file=more.get("ca", ""),
            local_name=more.get("name", ""),
        )
    except (KeyError, ValueError):
        raise NotReady("wrong_mail_server") from None


def _keyword(message: OutboundMessage) -> str:
    """RFC 3834, section 5.2: an answer to a mail is auto-replied, any other machine's word auto-generated."""
    if not message.is_automatic:
        return ""
    return "auto-replied" if message.answers else "auto-generated"
