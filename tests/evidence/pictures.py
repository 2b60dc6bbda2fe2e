"""Pictures and documents for the tests of evidence."""

import io
from functools import cache

from PIL import Image, ImageDraw, ImageFilter
from pypdf import PdfReader, PdfWriter

WORDS = "Dekont 4471 Elif Karaca 18.11.2026 Tutar 1.250,00 TL "


def paper(width: int = 1200, height: int = 900, blur: int = 0) -> Image.Image:
    """A written page, as sharp or blurred as wanted."""
    picture = Image.new("RGB", (width, height), (228, 226, 220))
    pen = ImageDraw.Draw(picture)
    for y in range(40, height - 40, 40):
        pen.text((40, y), WORDS * 2, fill=(35, 35, 35), font_size=22)
    return picture.filter(ImageFilter.GaussianBlur(blur)) if blur else picture


@cache
def photo(kind: str = "JPEG", *, has_place: bool = True, blur: int = 0, way_up: int = 1) -> bytes:
    """A photo as a telephone writes it, with place, time and device unless they are not wanted."""
    told = Image.Exif()
    told[0x0112] = way_up
    if has_place:
        told[0x010F] = "Telefon"
        told.get_ifd(0x8769)[0x9003] = "2026:11:18 11:40:00"
        told.get_ifd(0x8825).update({1: "N", 2: (41.0, 2.0, 11.0), 3: "E", 4: (29.0, 0.0, 3.0)})
    out = io.BytesIO()
    paper(blur=blur).save(out, kind, exif=told)
    return out.getvalue()


@cache
def pdf(pages: int = 2, password: str = "") -> bytes:
    """A PDF with real text on every page."""
    out = io.BytesIO()
    first, *others = [paper(600, 800) for _ in range(pages)]
    first.save(out, "PDF", save_all=True, append_images=others)
    if not password:
        return out.getvalue()
    writer, locked = PdfWriter(), io.BytesIO()
    writer.append(PdfReader(io.BytesIO(out.getvalue())))
    writer.encrypt(password)
    writer.write(locked)
    return locked.getvalue()
