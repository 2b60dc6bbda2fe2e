"""Writing Parquet: one row group for each portion, plain pages, gzip; bytes lie as they are. Pure.

The format (Apache Parquet 2, Thrift compact protocol) is small where one writes only; a library for it weighs
ten times as much as all else that the desk depends on.
"""

import json
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, BinaryIO

_MAGIC = b"PAR1"
_BOOLEAN, _INT64, _DOUBLE, _BYTES = 0, 2, 5, 6
# Not a sort of the format: byte arrays that are no text and that nothing would make smaller.
_BLOB = -6
_OPTIONAL, _UTF8, _GZIP, _PLAIN, _RLE, _DATA_PAGE = 1, 0, 2, 0, 3, 0
_UNPACKED = 0
_T_I32, _T_I64, _T_BINARY, _T_LIST, _T_STRUCT = 5, 6, 8, 9, 12
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Chunk:
    column: str
    sort: int
    offset: int
    values: int
    plain_size: int
    packed_size: int


def write_parquet(portions: Iterable[Rows], file: BinaryIO) -> list[int]:
    """Write rows of the same columns; what a column holds is read off the first portion.

    Returns where in the file the bytes of the last column with bytes begin, row by row.
    """
    file.write(_MAGIC)
    place, columns, groups = len(_MAGIC), {}, []
    places: list[int] = []
    for rows in portions:
        columns = columns or {name: _sort_of(rows, name) for name in rows[0]}
        chunks = []
        for name, sort in columns.items():
            values = [_fit(row.get(name), sort) for row in rows]
            page, plain_size = _page(values, sort)
            if sort == _BLOB:
                places += _places(values, place + len(page))
            file.write(page)
            chunks.append(_Chunk(name, sort, place, len(rows), plain_size, len(page)))
            place += len(page)
        groups.append((chunks, len(rows)))
    footer = _footer(columns, groups)
    file.write(footer + struct.pack("<I", len(footer)) + _MAGIC)
    return places


def _places(values: list[bytes], end: int) -> list[int]:
    """Where each value begins in a page that ends there: each stands behind four bytes with its length."""
    places = []
    for value in reversed(values):
        places.append(end - len(value))
        end -= len(value) + 4
    return places[::-1]


def _sort_of(rows: Rows, name: str) -> int:
    found = {type(row.get(name)) for row in rows} - {type(None)}
    if found == {bool}:
        return _BOOLEAN
    if found == {int}:
        return _INT64
    if found == {bytes}:
        return _BLOB
    return _DOUBLE if found and found <= {int, float} else _BYTES


def _fit(value: Any, sort: int) -> Any:
    if value is None:
        return None
    match sort:
        case 0:
            return bool(value)
        case 2:
            return int(value)
        case 5:
            return float(value)
        case -6:
            return value
        case _:
            return (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).encode()


def _page(values: list[Any], sort: int) -> tuple[bytes, int]:
    levels = b"".join(
        _varint(len(list(run)) << 1) + bytes([is_there])
        for is_there, run in groupby(value is not None for value in values)
    )
    body = struct.pack("<I", len(levels)) + levels + _plain([v for v in values if v is not None], sort)
    packed = body if sort == _BLOB else _packed(body)
    header = _struct(
        (1, _T_I32, _DATA_PAGE),
        (2, _T_I32, len(body)),
        (3, _T_I32, len(packed)),
        (
            5,
            _T_STRUCT,
            _struct((1, _T_I32, len(values)), (2, _T_I32, _PLAIN), (3, _T_I32, _RLE), (4, _T_I32, _RLE)),
        ),
    )
    return header + packed, len(header) + len(body)


def _packed(body: bytes) -> bytes:
    packer = zlib.compressobj(6, wbits=31)
    return packer.compress(body) + packer.flush()


def _plain(values: list[Any], sort: int) -> bytes:
    if sort == _BOOLEAN:
        bits = bytearray((len(values) + 7) // 8)
        for place, value in enumerate(values):
            bits[place // 8] |= value << (place % 8)
        return bytes(bits)
    if sort == _INT64:
        return struct.pack(f"<{len(values)}q", *values)
    if sort == _DOUBLE:
        return struct.pack(f"<{len(values)}d", *values)
    return b"".join(struct.pack("<I", len(value)) + value for value in values)


def _footer(columns: Mapping[str, int], groups: Sequence[tuple[list[_Chunk], int]]) -> bytes:
    root = _struct((4, _T_BINARY, b"schema"), (5, _T_I32, len(columns)))
    schema = [root, *(_column(name, sort) for name, sort in columns.items())]
    told = [
        _struct(
            (1, _T_LIST, (_T_STRUCT, [_told_chunk(chunk) for chunk in chunks])),
            (2, _T_I64, sum(chunk.plain_size for chunk in chunks)),
            (3, _T_I64, rows),
        )
        for chunks, rows in groups
    ]
    return _struct(
        (1, _T_I32, 1),
        (2, _T_LIST, (_T_STRUCT, schema)),
        (3, _T_I64, sum(rows for _, rows in groups)),
        (4, _T_LIST, (_T_STRUCT, told)),
        (6, _T_BINARY, b"muhatap"),
    )


def _column(name: str, sort: int) -> bytes:
    fields: list[tuple[int, int, Any]] = [
        (1, _T_I32, abs(sort)),
        (3, _T_I32, _OPTIONAL),
        (4, _T_BINARY, name.encode()),
    ]
    return _struct(*fields, *([(6, _T_I32, _UTF8)] if sort == _BYTES else []))


def _told_chunk(chunk: _Chunk) -> bytes:
    encodings = (_T_I32, [_varint(_zigzag(each)) for each in (_PLAIN, _RLE)])
    path = (_T_BINARY, [_varint(len(chunk.column.encode())) + chunk.column.encode()])
    told = _struct(
        (1, _T_I32, abs(chunk.sort)),
        (2, _T_LIST, encodings),
        (3, _T_LIST, path),
        (4, _T_I32, _UNPACKED if chunk.sort == _BLOB else _GZIP),
        (5, _T_I64, chunk.values),
        (6, _T_I64, chunk.plain_size),
        (7, _T_I64, chunk.packed_size),
        (9, _T_I64, chunk.offset),
    )
    return _struct((2, _T_I64, chunk.offset), (3, _T_STRUCT, told))


def _struct(*fields: tuple[int, int, Any]) -> bytes:
    """A struct of the compact protocol: fields by rising number, then a stop."""
    told, last = bytearray(), 0
    for number, sort, value in fields:
        told += bytes([(number - last) << 4 | sort]) + _value(sort, value)
        last = number
    return bytes(told) + b"\0"


def _value(sort: int, value: Any) -> bytes:
    if sort in (_T_I32, _T_I64):
        return _varint(_zigzag(value))
    if sort == _T_BINARY:
        return _varint(len(value)) + value
    if sort == _T_STRUCT:
        return value
    inner, items = value
    size = (
        bytes([len(items) << 4 | inner]) if len(items) < 15 else bytes([0xF0 | inner]) + _varint(len(items))
    )
    return size + b"".join(items)


def _zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def _varint(number: int) -> bytes:
    told = bytearray()
    while number > 0x7F:
        told.append(number & 0x7F | 0x80)
        number >>= 7
    told.append(number)
    return bytes(told)
