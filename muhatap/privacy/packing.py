"""The package of a data copy: JSON for machines, CSV as tables, a page for people, files as they are."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import IO

from django.template.loader import render_to_string

from muhatap.files import operations as files
from muhatap.files.models import StoredFile
from muhatap.kernel.sealing import Tampered
from muhatap.privacy.copied import Table
from muhatap.privacy.wording import column_words, table_words

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_STYLE = Path(__file__).parent / "copy.css"
_UNSAFE = re.compile(r"[^\w.\- ]+")


def pack(
    into: IO[bytes], tables: Sequence[Table], held_files: Sequence[StoredFile], told: dict, at: datetime
) -> int:
    """Write the package; returns how many files lie in it. The page's language is the active one."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as package:
        stored = _add_files(package, held_files)
        data = {"about": told, "tables": {table.name: table.rows for table in tables}, "files": stored}
        package.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=1, default=str))
        for table in tables:
            package.writestr(f"tables/{table.name}.csv", as_csv(table))
        page = {"tables": [_readable(table) for table in tables], "files": stored, "told": told, "at": at}
        package.writestr("copy.css", _STYLE.read_text(encoding="utf-8"))
        package.writestr("index.html", render_to_string("privacy/copy.html", page))
    return len(stored)


def as_csv(table: Table) -> str:
    """A table as CSV with a byte order mark, so that spreadsheets read it; no cell begins a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow([_cell(row.get(name)) for name in table.columns])
    return "\ufeff" + out.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.startswith(_FORMULA) and isinstance(value, str) else text


def _readable(table: Table) -> dict[str, object]:
    return {
        "name": table_words(table.name),
        "code": table.name,
        "columns": [column_words(name) for name in table.columns],
        "rows": [[_cell(row.get(name)) for name in table.columns] for row in table.rows],
    }


def _add_files(package: zipfile.ZipFile, held_files: Sequence[StoredFile]) -> list[dict[str, object]]:
    stored = []
    for each in held_files:
        name = f"files/{each.id}-{_UNSAFE.sub('_', each.name)[-80:]}"
        try:
            package.writestr(name, files.read_file(stored=each))
        except (LookupError, Tampered, OSError):
            continue
        stored.append({"id": str(each.id), "name": each.name, "path": name, "sha256": each.sha256})
    return stored
