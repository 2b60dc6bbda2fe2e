"""The HTML of a letter: the words of its plain text and no others of weight, in the brand's frame."""

import re
from dataclasses import dataclass
from pathlib import Path
from string import Template

from django.template.loader import render_to_string
from django.utils import translation

from muhatap.channels.adapters.email.colours import readable_on
from muhatap.channels.adapters.email.letter_blocks import Block, Letter, letter_of

# What only a style sheet can say: dark colours and narrow screens.
_SHEET = Template((Path(__file__).parent / "letter.css").read_text(encoding="utf-8"))
_PREHEADER = 110
# Only our own template can write this: whatever stands in a letter is escaped.
_CLASS = re.compile(r' class="([a-z0-9_ -]+)"')
_SIZE, _LARGER = re.compile(r"(font-size|line-height):(\d{2,})px"), 1.4
_PAPER, _CARD = "#f3f1ed", "#ffffff"
_DARK_PAPER, _DARK_CARD = "#14171b", "#1d2127"
_FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;"
_INK, _INK_2, _EDGE, _WASH = "#1d2430", "#4b5462", "#d8d4cc", "#f6f5f2"


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the words: whose they are, about which case, and how a machine's letter differs."""

    brand: str
    subject: str
    number: str
    language: str
    colour: str = ""
    case_url: str = ""
    is_automatic: bool = False
    is_large: bool = False


def letter_html(text: str, frame: Frame) -> str:
    """The letter as an HTML document without remote parts; the same text and frame give the same bytes."""
    letter = letter_of(text)
    panel = _panel(letter) if frame.is_automatic else None
    place = letter.body.index(panel) if panel else 0
    title = letter.body[place - 1] if place and letter.body[place - 1].kind == "heading" else None
    with translation.override(frame.language):
        styles = _styles(frame.colour)
        if frame.is_large:
            styles = {name: _enlarged(style) for name, style in styles.items()}
        markup = render_to_string(
            "channels/mail.html",
            {
                "frame": frame,
                "body": [block for block in letter.body if block is not title],
                "footer": letter.footer,
                "panel": panel,
                "panel_title": title.text if title else "",
                "preheader": _preheader(letter),
                "accent": readable_on(_CARD, frame.colour),
            },
        )
    markup = _CLASS.sub(lambda match: _with_style(match, styles), markup)
    return markup.replace("</head>", f"<style>\n{_SHEET.substitute(_dark(frame.colour))}</style>\n</head>", 1)


def _enlarged(style: str) -> str:
    """The same style in large print: body text from 16 to 22 px, which is about 17 points."""
    return _SIZE.sub(lambda match: f"{match[1]}:{round(int(match[2]) * _LARGER)}px", style)


def _with_style(match: re.Match[str], styles: dict[str, str]) -> str:
    """An element's classes as its own style: mail programs drop or ignore style sheets."""
    style = "".join(styles.get(name, "") for name in match[1].split())
    kept = " ".join(name for name in match[1].split() if name not in styles)
    return (f' class="{kept}"' if kept else "") + (f' style="{style}"' if style else "")


def _panel(letter: Letter) -> Block | None:
    """The list of promises: the first list whose lines all have a name and a time."""
    return next((block for block in letter.body if block.kind == "list" and block.rows), None)


def _preheader(letter: Letter) -> str:
    """What inboxes show beside the subject: the first words after the greeting."""
    said = " ".join(block.text for block in letter.body[1:3] if block.kind in ("paragraph", "heading"))
    said = said or " ".join(block.text for block in letter.body[:1])
    return said if len(said) <= _PREHEADER else said[:_PREHEADER].rsplit(" ", 1)[0] + "…"


def _styles(colour: str) -> dict[str, str]:
    """What each class of the template means."""
    accent = readable_on(_CARD, colour)
    small = f"{_FONT}font-size:14px;line-height:21px;color:{_INK_2};"
    return {
        "bare": "padding:0;",
        "rows": "width:100%;border-collapse:separate;",
        "page": f"margin:0;padding:0;width:100%;background-color:{_PAPER};",
        "hidden": "display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;"
        f"line-height:1px;color:{_PAPER};",
        "paper": f"background-color:{_PAPER};padding:24px 12px;",
        "card": f"width:100%;max-width:600px;margin:0 auto;background-color:{_CARD};"
        f"border:1px solid {_EDGE};border-radius:10px;border-collapse:separate;",
        "head": f"padding:20px 32px 16px;border-bottom:1px solid {_EDGE};border-top:4px solid {accent};"
        "border-radius:10px 10px 0 0;",
        "brand": f"{_FONT}margin:0;font-size:15px;line-height:20px;font-weight:700;color:{accent};",
        "subject": f"{_FONT}margin:4px 0 0;font-size:20px;line-height:28px;font-weight:600;color:{_INK};"
        "overflow-wrap:anywhere;",
        "subject_small": f"{_FONT}margin:2px 0 0;font-size:14px;line-height:20px;font-weight:400;"
        f"color:{_INK_2};overflow-wrap:anywhere;",
        "body": "padding:24px 32px 12px;",
        "p": f"{_FONT}margin:0 0 16px;font-size:16px;line-height:25px;color:{_INK};overflow-wrap:anywhere;",
        "h2": f"{_FONT}margin:0 0 8px;font-size:16px;line-height:24px;font-weight:600;color:{_INK};",
        "ul": f"{_FONT}margin:0 0 16px;padding:0 0 0 22px;font-size:16px;line-height:25px;color:{_INK};",
        "li": "margin:0 0 4px;overflow-wrap:anywhere;",
        "quote": f"{small}margin:0 0 16px;padding:0 0 0 12px;border-left:3px solid {_EDGE};"
        "overflow-wrap:anywhere;",
        "a": f"color:{accent};text-decoration:underline;overflow-wrap:anywhere;word-break:break-word;",
        "panel": f"width:100%;margin:0 0 20px;background-color:{_WASH};border:1px solid {_EDGE};"
        "border-radius:8px;border-collapse:separate;",
        "panel_cell": "padding:16px 20px 4px;",
        "panel_label": f"{small}margin:0;",
        "panel_number": "font-family:ui-monospace,'SF Mono',Menlo,Consolas,'Liberation Mono',monospace;"
        f"margin:0 0 12px;font-size:22px;line-height:30px;font-weight:600;color:{_INK};",
        "panel_title": f"{_FONT}margin:0 0 10px;font-size:15px;line-height:22px;font-weight:600;"
        f"color:{_INK};",
        "row_label": f"{_FONT}padding:10px 12px 10px 20px;border-top:1px solid {_EDGE};font-size:15px;"
        f"line-height:22px;font-weight:600;color:{_INK};text-align:left;vertical-align:top;width:40%;",
        "row_words": f"{_FONT}padding:10px 20px 10px 0;border-top:1px solid {_EDGE};font-size:15px;"
        f"line-height:22px;color:{_INK};vertical-align:top;",
        "button": "margin:0 0 8px;border-collapse:separate;",
        "button_cell": f"background-color:{accent};border-radius:6px;",
        "button_link": f"{_FONT}display:inline-block;padding:12px 22px;font-size:16px;line-height:22px;"
        "font-weight:600;color:#ffffff;text-decoration:none;border-radius:6px;",
        "plain_address": f"{_FONT}margin:0 0 20px;font-size:13px;line-height:19px;color:{_INK_2};"
        "overflow-wrap:anywhere;word-break:break-word;",
        "foot": f"padding:16px 32px 24px;border-top:1px solid {_EDGE};",
        "small": f"{small}margin:0 0 8px;overflow-wrap:anywhere;",
    }


def _dark(colour: str) -> dict[str, str]:
    """The colours that a dark mail program exchanges; each pair keeps 4.5 to 1."""
    return {
        "paper": _DARK_PAPER,
        "card": _DARK_CARD,
        "wash": "#252a31",
        "ink": "#eceae5",
        "ink2": "#bcc0c7",
        "edge": "#3b414a",
        "accent": readable_on(_DARK_CARD, colour),
        # Dark words on the light accent: white ones would not be read.
        "on_accent": _DARK_PAPER,
    }
