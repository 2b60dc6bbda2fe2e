"""What stays of a mail that carried a card number: its reading, masked, and never the number."""

import base64
import json

from muhatap.channels.adapters.email.parsed import ParsedMail
from muhatap.channels.adapters.email.reading import RefusedFile
from muhatap.channels.models import VaultItem
from muhatap.kernel.html_masking import mask_html
from muhatap.kernel.masking import mask, mask_json

_NEVER_KEPT = frozenset({"card", "cvv"})


def shows_a_card(mail: ParsedMail) -> bool:
    """Whether a card number or security code stands in the words of a mail."""
    words = "\n".join((mail.subject, mail.from_name, mail.text, mail.reply_text, mail.quoted_text))
    kinds = {item.kind for item in mask(words).found}
    if mail.html:
        kinds |= set(mask_html(mail.html)[1])
    return bool(kinds & _NEVER_KEPT)


def redacted(mail: ParsedMail, refused: tuple[RefusedFile, ...], item: VaultItem) -> bytes:
    """The mail as JSON with every secret masked; files on the case are named, files in the vault kept."""
    plain = {**mail.to_json(), "html": ""}
    said = {
        "redacted": True,
        "original_sha256": item.sha256,
        "mail": {**mask_json(plain), "html": mask_html(mail.html)[0] if mail.html else ""},
        "refused_files": [
            {"name": one.name, "why": one.code, "base64": base64.b64encode(one.data).decode()}
            for one in refused
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode("utf-8", "replace")
