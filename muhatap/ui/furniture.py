"""Small pieces of a page: avatars, channels, files, amounts."""

from functools import cache, lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from muhatap.ui.icons import icon_markup

CHANNELS = {
    "email": ("mail", gettext_lazy("E-mail")),
    "web_form": ("web", gettext_lazy("Web form")),
    "live_chat": ("chat", gettext_lazy("Live chat")),
    "in_app": ("app", gettext_lazy("In the app")),
    "phone": ("phone", gettext_lazy("Telephone")),
    "telegram": ("telegram", "Telegram"),
    "whatsapp": ("wa", "WhatsApp"),
    "meta": ("social", "Meta"),
    "x": ("social", "X"),
    "sms": ("app", "SMS"),
    "api": ("link", "API"),
    "counter": ("building", gettext_lazy("At the counter")),
    "social": ("social", gettext_lazy("Social media")),
    "portal": ("user", gettext_lazy("Customer page")),
    "desk": ("users", gettext_lazy("Desk")),
    "import": ("download", gettext_lazy("From another desk")),
}
_UNKNOWN_CHANNEL = ("link", gettext_lazy("Other channel"))

# ISO 4217 lists these with other than two digits after the point.
_DIGITS = {"JPY": 0, "KRW": 0, "ISK": 0, "CLP": 0, "VND": 0, "BHD": 3, "JOD": 3, "KWD": 3, "OMR": 3, "TND": 3}
_NAMES = {"tr": {"TRY": "TL"}}
_TURKISH_UPPER = str.maketrans({"i": "İ", "ı": "I"})


def initials(name: str) -> str:
    """Return up to two initials of a name in Turkish capitals, where i becomes İ."""
    words = [word for word in name.split() if word[0].isalnum()]
    letters = words[:1] + words[1:][-1:]
    return "".join(word[0].translate(_TURKISH_UPPER).upper() for word in letters)


@lru_cache(maxsize=4096)
def _avatar(name: str, classes: str) -> SafeString:
    return format_html(
        '<span class="{}"><span aria-hidden="true">{}</span><span class="vh">{}</span></span>',
        classes,
        initials(name),
        name,
    )


def avatar_markup(name: str, kind: str = "") -> SafeString:
    """Return the round initials of a person; `kind` is empty, `me` or `lg`; nobody is a dashed circle."""
    if not name:
        return format_html(
            '<span class="avatar avatar-none"><span class="vh">{}</span></span>', _("Unassigned")
        )
    return _avatar(str(name), f"avatar avatar-{kind}" if kind else "avatar")


def channel_markup(code: str) -> SafeString:
    """Return a channel's icon with its hidden name."""
    return _channel(code if code in CHANNELS else "", get_language())


@cache
def _channel(code: str, _language: str | None) -> SafeString:
    icon, label = CHANNELS.get(code, _UNKNOWN_CHANNEL)
    return format_html('<span class="chan">{}<span class="vh">{}: </span></span>', icon_markup(icon), label)


def channel_words(code: str) -> str:
    """Return a channel's name."""
    return str(CHANNELS.get(code, _UNKNOWN_CHANNEL)[1])


def money_words(minor_units: int, currency: str) -> str:
    """Return an amount of minor units in the reader's notation: 4.850,00 TL or TRY 4,850.00."""
    digits = _DIGITS.get(currency, 2)
    plain = f"{abs(minor_units) / 10**digits:,.{digits}f}" if digits else f"{abs(minor_units):,}"
    sign = "−" if minor_units < 0 else ""
    if _is_turkish():
        turned = plain.translate(str.maketrans(",.", ".,"))
        return f"{sign}{turned}\N{NO-BREAK SPACE}{_NAMES['tr'].get(currency, currency)}"
    return f"{sign}{currency}\N{NO-BREAK SPACE}{plain}"


def percent_words(value: float, digits: int = 1) -> str:
    """Return a percentage in the reader's notation: %97,8 or 97.8%; `value` is already in percent."""
    plain = f"{value:.{digits}f}"
    return f"%{plain.replace('.', ',')}" if _is_turkish() else f"{plain}%"


def size_words(size: int) -> str:
    """Return a file's size given in bytes."""
    for unit, step in (("MB", 1024 * 1024), ("KB", 1024)):
        if size >= step:
            value = f"{size / step:.1f}" if size < 10 * step and unit == "MB" else f"{size // step}"
            return f"{value.replace('.', ',') if _is_turkish() else value}\N{NO-BREAK SPACE}{unit}"
    return ngettext("%(count)d byte", "%(count)d bytes", size) % {"count": size}


def evidence_markup(name: str, size: int, kind: str, digest: str, act: SafeString | str) -> SafeString:
    """Return a file row: name, size in bytes, `image` or another kind, SHA-256 in hex, and its action."""
    short = f"{digest[:4]}…{digest[-4:]}" if digest else ""
    return format_html(
        '<li class="evidence"><span class="evidence-thumb">{}</span><span class="evidence-name">{}</span>'
        '<span class="evidence-meta">{}{}</span>{}</li>',
        icon_markup("image" if kind == "image" or kind.startswith("image/") else "file", "icon-lg"),
        name,
        size_words(size),
        format_html(
            ' <span class="hash" title="{}">{}<span class="vh">{} </span>{}</span>',
            digest,
            icon_markup("hash"),
            _("SHA-256 digest"),
            short,
        )
        if short
        else "",
        format_html('<span class="evidence-act">{}</span>', act) if act else "",
    )


def download_link(name: str, url: str) -> SafeString:
    """Return the icon link that downloads a file."""
    return format_html(
        '<a class="btn btn-quiet btn-icon" href="{}" download aria-label="{}">{}</a>',
        url,
        _("Download %(name)s") % {"name": name},
        icon_markup("download"),
    )


def _is_turkish() -> bool:
    return (get_language() or "").startswith("tr")
