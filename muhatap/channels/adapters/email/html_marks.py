"""What mail programs say by id, class and style: a quotation begins here, this is a signature, unseen."""

import re

QUOTES = re.compile(
    r"(?:\b|\bx_|\bydp[a-z0-9]{0,12})(?:gmail_quote(?:_container)?|gmail_extra_quote|yahoo_quoted|ymail_quoted|moz-cite-prefix|appendonsend|"
    r"divrplyfwdmsg|mail-editor-reference-message-container|zmail_extra|protonmail_quote|tutanota_quote|"
    r"olk_src_body_section|x_gmail_quote|quotedtext|reply-intro|gmx_quote|wlmailquote|stopspelling|"
    r"origbody|isreply|mailbird_quote|crmmessagequote|ms-outlook-mobile-reference-message)\b"
)
SIGNATURE = re.compile(
    r"\b(?:gmail_signature|moz-signature|applemailsignature|protonmail_signature_block|ymail_android_signature|"
    r"ymail_signature|ms-outlook-mobile-signature|zmail_signature|yahoo-signature|mail-signature|"
    r"tutanota_signature)\b|\bid=[\"']?(?:x_)?signature\b"
)
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?![.\d]*[1-9])|"
    r"\bclass=[\"']?[^\"'>]{0,80}\bpreheader\b"
)
HIDDEN_ATTRIBUTE = re.compile(r"(?:^|\s)hidden(?:\s|=|$)")
RULED = re.compile(r"border-top\s*:\s*solid|border-top\s*:\s*[^;]{0,20}\bsolid\b")
SYMBOL = re.compile(r"\balt=[\"']?([^\x00-\x7f\w][^\x00-\x7f]{0,7})[\"'\s]")
BORDERLESS = re.compile(r"border(?:-left)?\s*:\s*(?:none|0|medium none)")
CITES = re.compile(r"type=[\"']?cite|\b\w*quote")
FIELD = re.compile(r"^[\s*>]*[^\W\d_][^:\uff1a\n]{0,25}[:\uff1a]\s?\S")
FIELDS = 3


def quotes(attributes: str) -> bool:
    """Whether a blockquote cites; editors also use it to indent."""
    return bool(CITES.search(attributes)) or not BORDERLESS.search(attributes)


def begins_quotation(attributes: str) -> bool:
    """Whether an element, by its name, holds what somebody answers."""
    return bool(QUOTES.search(attributes))


def signs(attributes: str) -> bool:
    """Whether an element, by its name, holds a signature."""
    return bool(SIGNATURE.search(attributes))


def hides(attributes: str) -> bool:
    """Whether nobody sees an element: text for the list of mails, or hidden from filters."""
    return bool(HIDDEN.search(attributes) or HIDDEN_ATTRIBUTE.search(attributes))


def symbol_of(attributes: str) -> str:
    """The emoji that a small picture stands for; empty for other pictures."""
    match = SYMBOL.search(f"{attributes} ")
    return match[1] if match else ""


def rules_off(attributes: str) -> bool:
    """Whether an element draws a line above itself, as Outlook does above the mail it answers."""
    return bool(RULED.search(attributes))


def first_quotation(lines: list[str], named: int | None, ruled: list[int]) -> int | None:
    """The line where the first quotation begins: a named container, or a ruled one headed by fields."""
    for start in ruled[:50]:
        if named is not None and start >= named:
            break
        following = [line for line in lines[start : start + 8] if line.strip()][:FIELDS]
        if len(following) == FIELDS and all(FIELD.match(line) for line in following):
            return start
    return named if named is not None and named < len(lines) else None
