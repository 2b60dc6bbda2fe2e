"""What the surroundings say of several nodes: bus, pooler, read copy, store; checked, never tried."""

import os
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit


class WrongNodes(Exception):
    """A variable cannot be understood, or does not go with another; the message names it and the remedy."""


@dataclass(frozen=True, slots=True)
class Nodes:
    """How the nodes of one desk reach what they share; all empty where there is one node."""

    bus_url: str = ""
    is_pooled: bool = False
    direct_url: str = ""
    replica_url: str = ""
    replica_seconds: int = 60
    files_url: str = ""


def read_nodes(database_url: str) -> Nodes:
    """The variables about several nodes, beside this address of the database; `WrongNodes`."""
    nodes = Nodes(
        bus_url=_bus(os.environ.get("MUHATAP_BUS_URL", "")),
        is_pooled=os.environ.get("MUHATAP_DATABASE_POOLED", "") == "1",
        direct_url=_postgres("MUHATAP_DATABASE_DIRECT_URL"),
        replica_url=_postgres("MUHATAP_REPLICA_URL"),
        replica_seconds=_seconds(os.environ.get("MUHATAP_REPLICA_SECONDS", "60")),
        files_url=files_address(os.environ.get("MUHATAP_FILES_URL", "")),
    )
    on_server = database_url not in {"", "sqlite"}
    if (nodes.is_pooled or nodes.replica_url) and not on_server:
        raise WrongNodes(
            "MUHATAP_DATABASE_POOLED and MUHATAP_REPLICA_URL go with MUHATAP_DATABASE_URL=postgres://…"
        )
    if nodes.is_pooled and not (nodes.bus_url or nodes.direct_url):
        raise WrongNodes(
            "MUHATAP_DATABASE_POOLED: nobody can listen through a pooler. Name MUHATAP_BUS_URL=redis://…, "
            "or the server itself in MUHATAP_DATABASE_DIRECT_URL."
        )
    return nodes


def files_address(url: str) -> str:
    """An address of stored bytes as it is written; `WrongNodes`."""
    parts = urlsplit(url)
    is_bucket = parts.scheme == "s3" and bool(parts.hostname)
    is_folder = (
        parts.scheme == "file" and not parts.hostname and parts.path.startswith("/") and parts.path != "/"
    )
    asked = parse_qs(parts.query, strict_parsing=bool(parts.query)) if is_bucket else {}
    is_known = set(asked) <= {"endpoint", "region"} and all(
        urlsplit(each).scheme in {"http", "https"} for each in asked.get("endpoint", [])
    )
    if url and not ((is_bucket and is_known) or (is_folder and not parts.query)):
        raise WrongNodes(
            "MUHATAP_FILES_URL: write s3://BUCKET/PREFIX?endpoint=https://HOST&region=REGION (both may be "
            "left out), or file:///a/folder/that/all/nodes/share."
        )
    return url


def _bus(url: str) -> str:
    parts = urlsplit(url)
    is_known = (parts.scheme in {"redis", "rediss"} and parts.hostname) or parts.scheme == "unix"
    if url and not is_known:
        raise WrongNodes(
            "MUHATAP_BUS_URL: write redis://:PASSWORD@HOST:6379/0, rediss://… for TLS, or unix:///run/redis.sock."
        )
    return url


def _postgres(variable: str) -> str:
    url = os.environ.get(variable, "")
    if url and urlsplit(url).scheme not in {"postgres", "postgresql"}:
        raise WrongNodes(f"{variable}: write postgres://user:password@host:5432/name.")
    return url


def _seconds(written: str) -> int:
    if not written.isascii() or not written.isdecimal() or not 1 <= int(written) <= 86_400:
        raise WrongNodes("MUHATAP_REPLICA_SECONDS: write a number of seconds from 1 to 86400.")
    return int(written)
