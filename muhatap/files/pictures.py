"""What a picture tells about itself: size, sharpness, and where and when it was taken. Bounded, no Django.

Nothing here decodes more than `PIXELS_AT_MOST` at once; a larger picture stays unmeasured.
"""

import io
import struct
from dataclasses import dataclass

from PIL import Image, ImageChops, UnidentifiedImageError

PIXELS_AT_MOST = 25_000_000
_MEASURED_SIDE = 1000
_SHORTEST_SIDE = 600
_BLURRED_BELOW = 0.25
_FLAT_BELOW = 60
_DARK_BELOW, _GLARING_ABOVE = 45, 225
_GPS, _EXIF = 0x8825, 0x8769
_TIMES = (0x9003, 0x9004, 0x0132)
_DEVICE = (0x010F, 0x0110)
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
# Pillow answers hostile bytes with many sorts of errors.
_BROKEN = (OSError, ValueError, SyntaxError, KeyError, TypeError, IndexError, ArithmeticError, struct.error,
           MemoryError, AttributeError, UnidentifiedImageError, Image.DecompressionBombError)  # fmt: skip


class NotAPicture(Exception):
    """These bytes cannot be opened as a picture."""


@dataclass(frozen=True, slots=True)
class PictureSigns:
    """Size in pixels, advice by code, and which traces of place, time and device it carries."""

    width: int
    height: int
    advice: tuple[str, ...] = ()
    traces: tuple[str, ...] = ()


def signs_of(data: bytes) -> PictureSigns:
    """Measure a picture; `NotAPicture` for bytes that Pillow does not open.

    Advice: `small`, `blurred`, `flat` (little contrast), `dark`, `glare`, `huge` (not measured).
    Contrast is the span of 98 % of the shades (0 to 255), sharpness the steepest half percent of the edges
    as a share of it.
    """
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            width, height = picture.size
            # Of other formats than JPEG, looking for traces already unpacks the whole picture.
            if picture.format != "JPEG" and width * height > PIXELS_AT_MOST:
                return PictureSigns(width, height, ("huge",), ("unknown",))
            traces = _traces(picture)
            advice = _advice(picture)
    except _BROKEN as broken:
        raise NotAPicture(type(broken).__name__) from broken
    return PictureSigns(width, height, advice, traces)


def _traces(picture: Image.Image) -> tuple[str, ...]:
    exif = picture.getexif()
    inner = {**dict(exif), **dict(exif.get_ifd(_EXIF))}
    found = []
    if exif.get_ifd(_GPS):
        found.append("place")
    if any(inner.get(tag) for tag in _TIMES):
        found.append("time")
    if any(inner.get(tag) for tag in _DEVICE):
        found.append("device")
    return tuple(found)


def _advice(picture: Image.Image) -> tuple[str, ...]:
    width, height = picture.size
    found = ["small"] if min(width, height) < _SHORTEST_SIDE else []
    # A JPEG decodes straight into an eighth of its size, so it may be eight times as wide.
    picture.draft("L", (_MEASURED_SIDE, _MEASURED_SIDE))
    if picture.width * picture.height > PIXELS_AT_MOST:
        return (*found, "huge")
    small = picture.convert("L")
    small.thumbnail((_MEASURED_SIDE, _MEASURED_SIDE))
    shades = small.histogram()
    contrast = _shade(shades, 0.99) - _shade(shades, 0.01)
    if contrast < _FLAT_BELOW:
        found.append("flat")
    elif _steepest(small) < _BLURRED_BELOW * contrast:
        found.append("blurred")
    middle = _shade(shades, 0.5)
    if middle < _DARK_BELOW:
        found.append("dark")
    elif middle > _GLARING_ABOVE and contrast < 2 * _FLAT_BELOW:
        found.append("glare")
    return tuple(found)


def _steepest(picture: Image.Image) -> int:
    """By how many shades neighbouring pixels differ where they differ most (half a percent of all)."""
    across = ImageChops.difference(picture, ImageChops.offset(picture, 1, 0))
    down = ImageChops.difference(picture, ImageChops.offset(picture, 0, 1))
    return _shade(ImageChops.lighter(across, down).histogram(), 0.995)


def _shade(histogram: list[int], share: float) -> int:
    """The shade below which this share of the pixels lies."""
    left = share * sum(histogram)
    for shade, count in enumerate(histogram):
        left -= count
        if left <= 0:
            return shade
    return len(histogram) - 1
