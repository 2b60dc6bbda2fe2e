"""What somebody makes who has a dossier and a key of his own."""

import hashlib
import json

from muhatap.audit.chain import dumps
from muhatap.kernel.keyring import Keyring


def resealed(files: dict[str, bytes], **changes: bytes) -> dict[str, bytes]:
    """What somebody makes who changes files and signs everything anew with a key of his own."""
    files = files | {name.replace("__", "."): content for name, content in changes.items()}
    keyring = Keyring.fresh()
    files["public-key.pem"] = keyring.public_pem().encode()
    manifest = json.loads(files["manifest.json"])
    for entry in manifest["files"]:
        content = files[entry["path"]]
        entry |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    files["manifest.json"] = json.dumps(manifest).encode()
    files["manifest.sig"] = keyring.sign(files["manifest.json"])[1]
    return files


def lines(rows: list[dict]) -> bytes:
    """These events or messages as JSON lines."""
    return b"".join(f"{dumps(row)}\n".encode() for row in rows)
