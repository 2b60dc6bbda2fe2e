"""Drawing pictures and pages of PDF, in a process of its own that may do little: files can be hostile.

python -m muhatap.files.drawing reads one line of JSON, what is wanted, and then the bytes from standard
input; it writes the drawn file to standard output. It exits with 3 when it cannot draw these bytes.
"""

import io
import json
import resource
import sys
import unicodedata
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from muhatap.files.previews import SECONDS_AT_MOST

MEMORY_AT_MOST = 1536 * 1024 * 1024
PAGES_AT_MOST = 40
_PIXELS_AT_MOST = 60_000_000
_SQUARES, _SQUARE = 16, 30
_LONGEST_SIDE = 2200
_PREVIEW_SIDE = 1400
_DPI = 150
_CANNOT = 3
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")

Picture = Image.Image


class CannotDraw(Exception):
    """These bytes are no picture and no PDF that can be opened without a password."""


def drawn(data: bytes, content_type: str, wanted: dict[str, Any]) -> bytes:
    """What is wanted of a file: a `preview` of one page with its watermark, or it `redacted` and flat."""
    if wanted["what"] == "pages":
        return str(_page_count(data, content_type)).encode()
    if wanted["what"] == "preview":
        picture = _fitted(_page(data, content_type, wanted["page"]), _PREVIEW_SIDE)
        if wanted.get("mark"):
            picture = _marked(picture, wanted["mark"])
        return _saved([picture], "PNG")
    if wanted["what"] == "coarse":
        count = _page_count(data, content_type)
        pages = [_coarse(_page(data, content_type, number)) for number in range(count)]
        return _saved(pages, "PDF" if content_type == "application/pdf" else "PNG")
    boxes = wanted["boxes"]
    pages = []
    for number in range(_page_count(data, content_type)):
        page = _fitted(_page(data, content_type, number), _LONGEST_SIDE)
        pages.append(_blacked(page, [box for box in boxes if box["page"] == number]))
    return _saved(pages, "PDF" if content_type == "application/pdf" else "PNG")


def _page_count(data: bytes, content_type: str) -> int:
    if content_type != "application/pdf":
        return 1
    with _pdf(data) as document:
        count = len(document)
    if not 0 < count <= PAGES_AT_MOST:
        raise CannotDraw("pages")
    return count


def _page(data: bytes, content_type: str, number: int) -> Picture:
    if content_type == "application/pdf":
        return _pdf_page(data, number)
    picture = Image.open(io.BytesIO(data), formats=_FORMATS)
    picture.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
    if picture.width * picture.height > _PIXELS_AT_MOST:
        raise CannotDraw("size")
    way_up = picture.getexif().get(0x0112, 1)
    return _turned(picture.convert("RGB"), way_up)


def _pdf(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as broken:
        raise CannotDraw("pdf") from broken


def _pdf_page(data: bytes, number: int) -> Picture:
    with _pdf(data) as document:
        if not 0 <= number < min(len(document), PAGES_AT_MOST):
            raise CannotDraw("page")
        page = document[number]
        width, height = page.get_size()
        if width <= 0 or height <= 0:
            raise CannotDraw("page")
        scale = min(_DPI / 72, _LONGEST_SIDE / max(width, height))
        return page.render(scale=scale).to_pil().convert("RGB")


def _turned(picture: Picture, way_up: int) -> Picture:
    turns = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
    # Exif's eight ways up, as Pillow's transpositions.
    return picture.transpose(Image.Transpose(turns[way_up])) if way_up in turns else picture


def _fitted(picture: Picture, side: int) -> Picture:
    picture.thumbnail((side, side))
    return picture


def _coarse(picture: Picture) -> Picture:
    """Squares so large that neither a face nor a word can be made out."""
    picture.thumbnail((_SQUARES, _SQUARES))
    return picture.resize((picture.width * _SQUARE, picture.height * _SQUARE), Image.Resampling.NEAREST)


def _blacked(picture: Picture, boxes: list[dict[str, float]]) -> Picture:
    pen = ImageDraw.Draw(picture)
    across, down = picture.width / 100, picture.height / 100
    for box in boxes:
        left, top = box["left"] * across, box["top"] * down
        right, bottom = left + box["width"] * across, top + box["height"] * down
        pen.rectangle((left, top, right, bottom), fill="black")
    return picture


def _marked(picture: Picture, words: str) -> Picture:
    words = _plain(words)
    size = max(16, picture.width // 32)
    font = ImageFont.load_default(size=size)
    long = int(font.getlength(words)) + size * 3
    layer = Image.new("RGBA", (picture.width * 2, picture.height * 2), (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    for row, y in enumerate(range(0, layer.height, size * 6)):
        for x in range(-(row % 2) * long // 2, layer.width, long):
            pen.text((x, y), words, font=font, fill=(170, 30, 30, 95))
    layer = layer.rotate(24, center=(picture.width, picture.height))
    left, top = picture.width // 2, picture.height // 2
    layer = layer.crop((left, top, left + picture.width, top + picture.height))
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def _plain(words: str) -> str:
    """The words in letters that Pillow's own font has."""
    apart = unicodedata.normalize("NFKD", words.replace("ı", "i"))
    return apart.encode("ascii", "ignore").decode()


def _saved(pages: list[Picture], kind: str) -> bytes:
    out = io.BytesIO()
    more = {"save_all": True, "append_images": pages[1:], "resolution": _DPI} if kind == "PDF" else {}
    pages[0].save(out, kind, **more)
    return out.getvalue()


def _bind() -> None:
    for limit, most in (
        (resource.RLIMIT_CPU, SECONDS_AT_MOST),
        (resource.RLIMIT_AS, MEMORY_AT_MOST),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def main() -> int:
    """Read standard input within the limits."""
    _bind()
    wanted = json.loads(sys.stdin.buffer.readline())
    try:
        out = drawn(sys.stdin.buffer.read(), wanted["type"], wanted)
    except Exception:
        # Whatever hostile bytes made of the libraries: the answer is the same.
        return _CANNOT
    sys.stdout.buffer.write(out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
