"""A charter back into a file that reads as the same charter."""

from __future__ import annotations

import io
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from muhatap.charters.schema import charter_schema
from muhatap.charters.shape import CharterDocument

_WIDTH = 110


def export(document: CharterDocument) -> str:
    """Return the document as YAML; reading it again gives an equal document."""
    heading = f"# Service charter of {document.brand.code}, as it runs (digest {document.digest})."
    return f"{heading}\n{yaml_of(document.to_json())}"


def yaml_of(plain: dict[str, Any]) -> str:
    """Return the plain values of a charter as YAML, its sections in their usual order."""
    yaml = YAML(typ="rt", pure=True)
    yaml.width = 100_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    order = [name for name in charter_schema()["properties"] if name in plain]
    stream = io.StringIO()
    yaml.dump(_laid_out({name: plain[name] for name in order}), stream)
    return stream.getvalue()


def _laid_out(value: Any) -> Any:
    """Return the value with short leaves on one line, as a person would write them."""
    if isinstance(value, dict):
        laid: Any = CommentedMap((name, _laid_out(each)) for name, each in value.items())
        leaf = all(not isinstance(each, dict | list) for each in value.values())
    elif isinstance(value, list):
        laid = CommentedSeq(_laid_out(each) for each in value)
        leaf = all(not isinstance(each, dict) for each in value)
    else:
        return DoubleQuotedScalarString(value) if isinstance(value, str) else value
    if not value or (leaf and len(str(value)) < _WIDTH):
        laid.fa.set_flow_style()
    return laid
