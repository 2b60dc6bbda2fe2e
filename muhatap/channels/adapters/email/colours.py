"""A brand's colour made readable: darker on white, lighter on black, until WCAG's 4.5 to 1 is reached."""

import re

BRAND = "#1b5c86"
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_ENOUGH = 4.6
_STEPS = 40

Rgb = tuple[float, float, float]


def readable_on(ground: str, colour: str) -> str:
    """The colour, moved towards black or white until it has a contrast of 4.5 on `ground` (`#rrggbb`)."""
    wanted = _rgb(colour if _HEX.fullmatch(colour) else BRAND)
    target = 255.0 if _luminance(_rgb(ground)) < 0.18 else 0.0
    for step in range(_STEPS + 1):
        share = step / _STEPS
        moved = tuple(part + (target - part) * share for part in wanted)
        said = "#" + "".join(f"{round(part):02x}" for part in moved)
        if contrast(said, ground) >= _ENOUGH:
            return said
    return "#ffffff" if target else "#000000"


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    bright, dark = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: Rgb) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
