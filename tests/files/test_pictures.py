"""What a picture tells, taking it out, and drawing: also of bytes that were made to do harm."""

import contextlib
import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from muhatap.evidence.looking import look_at, without_traces
from muhatap.files.pictures import NotAPicture, signs_of
from muhatap.files.previews import Box, CannotDraw, page_count, preview, redacted
from muhatap.files.traces import CannotStrip, orientation_in, stripped
from tests.evidence.pictures import paper, pdf, photo

HEADS = (b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\x00\x00\x00WEBP")


def as_bytes(picture, kind="JPEG"):
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("picture", "advice"),
    [
        (paper(), ()),
        (paper(blur=4), ("blurred",)),
        (paper(400, 300), ("small",)),
        (paper().point(lambda shade: shade // 8), ("flat", "dark")),
        (Image.new("RGB", (900, 900), "white"), ("flat", "glare")),
    ],
)
def test_advice_on_a_photo(picture, advice):
    assert signs_of(as_bytes(picture)).advice == advice


def test_a_bomb_is_not_unpacked():
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 9000, 6000, 8, 0, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )
    assert signs_of(bomb).advice == ("huge",)
    huge = bomb.replace(header, struct.pack(">IIBBBBB", 60000, 60000, 8, 0, 0, 0, 0))
    assert look_at(huge, "image/png").advice == ("broken",)
    with pytest.raises(CannotDraw):
        preview(bomb, "image/png")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_place_and_time_go_and_the_pixels_stay(kind):
    data = photo(kind, way_up=6)
    plain = stripped(data, orientation_in(data))
    assert set(signs_of(data).traces) == {"place", "time", "device"}
    assert signs_of(plain).traces == ()
    before, after = Image.open(io.BytesIO(data)), Image.open(io.BytesIO(plain))
    assert before.tobytes() == after.tobytes()
    if kind == "JPEG":
        assert after.getexif() == {0x0112: 6}
    assert stripped(plain, orientation_in(plain)) == plain


def test_what_hangs_behind_a_photo_goes_too():
    data = photo() + b"PK\x03\x04 a second life"
    assert b"second life" not in stripped(data)


@given(
    st.binary(max_size=400), st.sampled_from([b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\x00\x00\x00WEBP"])
)
@settings(max_examples=40, deadline=None)
def test_no_bytes_break_the_reading(tail, head):
    for read in (signs_of, stripped):
        with contextlib.suppress(NotAPicture, CannotStrip):
            read(head + tail)
    look_at(head + tail, "image/jpeg")
    without_traces(head + tail, ("place",))


@pytest.mark.parametrize(
    ("data", "kind", "advice"),
    [
        (pdf(1, "geheim"), "application/pdf", ("locked",)),
        (b"%PDF-1.4 nothing", "application/pdf", ("broken",)),
        (b"<svg onload='x()'/>", "image/svg+xml", ("unshown",)),
        (b"\x00\x00\x00\x18ftypheic", "image/heic", ("unshown",)),
        (b"GIF89a<script>", "image/gif", ("broken",)),
        (b"merhaba", "text/plain", ()),
    ],
)
def test_every_sort_of_bytes_has_its_answer(data, kind, advice):
    assert look_at(data, kind).advice == advice
    if kind != "text/plain":
        with pytest.raises(CannotDraw):
            preview(data, kind)


def test_a_redacted_copy_is_flat_and_black_where_it_should_be():
    out = redacted(pdf(2), "application/pdf", [Box(1, 10, 10, 50, 20)])
    assert page_count(out, "application/pdf") == 2
    assert "".join(page.extract_text() for page in PdfReader(io.BytesIO(out)).pages).strip() == ""
    first, second = (Image.open(io.BytesIO(preview(out, "application/pdf", page=each))) for each in (0, 1))
    at = (int(second.width * 0.3), int(second.height * 0.2))
    assert sum(second.getpixel(at)[:3]) < 30 < sum(first.getpixel(at)[:3]) or first.getpixel(
        at
    ) != second.getpixel(at)


def test_a_watermark_lies_over_a_preview():
    data = as_bytes(paper())
    plain = Image.open(io.BytesIO(preview(data, "image/jpeg")))
    marked = Image.open(io.BytesIO(preview(data, "image/jpeg", mark="Pelin Ateş 18.11.2026")))
    assert plain.size == marked.size
    assert plain.tobytes() != marked.tobytes()
