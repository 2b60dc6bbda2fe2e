"""From a mailbox's address and sealed access to the folder that is read."""

import json
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

from muhatap.channels.adapters.email.imap import BoxState, ImapBox
from muhatap.channels.models import Mailbox
from muhatap.kernel.sealing import unseal

_SCHEMES = {"imap": ("plain", 143), "imaps": ("tls", 993), "imap+tls": ("starttls", 143)}
_PLAIN = ("host", "user", "port", "tls", "password", "password_command", "folder", "sign_in", "ca_file")


class WrongAddress(ValueError):
    """The address of a mailbox cannot be understood; the message says what is expected."""


def access_from(url: str) -> dict:
    """The access of `imap[s|+tls]://user:password@host:port/folder?ca=FILE&move_to=FOLDER`."""
    expected = "write imaps://user:password@host:993/INBOX (or imap+tls:// for STARTTLS, imap:// without TLS)"
    try:
        parts = urlsplit(url)
        tls, port = _SCHEMES[parts.scheme]
        if not parts.hostname or not parts.username:
            raise ValueError("host or user is missing")
        more = parse_qs(parts.query)
        return {
            "host": parts.hostname,
            "port": parts.port or port,
            "tls": tls,
            "user": unquote(parts.username),
            "password": unquote(parts.password or ""),
            "folder": unquote(parts.path.strip("/")) or "INBOX",
            "ca_file": (more.get("ca") or [""])[0],
            "move_to": (more.get("move_to") or [""])[0],
        }
    except (KeyError, ValueError) as error:
        raise WrongAddress(expected) from error


def access_of(mailbox: Mailbox) -> dict:
    """The opened access of a mailbox; empty when it is not polled."""
    if not mailbox.access:
        return {}
    context = str(mailbox.id).encode()
    return json.loads(unseal(settings.MUHATAP_KEYRING, "mailbox", bytes(mailbox.access), context=context))


def box_of(access: dict) -> ImapBox:
    """The folder that an access names."""
    return ImapBox(**{name: access[name] for name in _PLAIN if access.get(name)})


def state_of(mailbox: Mailbox) -> BoxState:
    """How far the mailbox was read."""
    return BoxState(mailbox.state.get("uidvalidity", 0), mailbox.state.get("last_uid", 0))
