"""`muhatap mail dkim`: make or bring a key, print its DNS record, start and stop signing."""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

from muhatap.channels import operations as channels
from muhatap.channels.adapters.email import dkim, signing
from muhatap.channels.models import Mailbox, SigningKey
from muhatap.kernel.actors import Actor

CONSOLE = Actor.system("console")
DONE, NONE_YET, WRONG_USE = 0, 1, 64
_SHORT = {dkim.RSA: "rsa", dkim.ED25519: "ed"}


def change_keys(options: argparse.Namespace, mailbox: Mailbox) -> tuple[int, list[str]]:
    """Do what the options say with the keys of the mailbox's domain; the exit code and what to print."""
    domain = signing.domain_of(mailbox.address)
    at = datetime.now(UTC)
    try:
        if options.make:
            for algorithm in (dkim.RSA, dkim.ED25519):
                selector = options.selector or f"muhatap-{at:%Y%m%d}"
                key = dkim.new_key(algorithm)
                _keep(mailbox, dkim.Signer(domain, f"{selector}-{_SHORT[algorithm]}", key), at)
        if options.key:
            key = dkim.key_from(Path(options.key).read_bytes())
            _keep(mailbox, dkim.Signer(domain, options.selector or "muhatap", key), at)
    except (dkim.NotAKey, channels.KnownSelector, OSError) as error:
        return WRONG_USE, [f"muhatap mail: {type(error).__name__}: {error}"]
    keys = signing.keys_of(mailbox.brand_id, domain)
    named = "" if options.make or options.key else options.selector
    for key in keys:
        if not named or key.selector == named:
            _switch(key, options.sign, at)
    if not keys:
        return NONE_YET, [f"no key for {domain}: muhatap mail dkim --mailbox NAME --make"]
    lines = [line for key in keys for line in _told(key, as_json=options.json)]
    if not options.json and any(key.in_use_from is None for key in keys):
        lines.append("# publish the records, then: muhatap mail dkim --mailbox NAME --sign on")
    return DONE, lines


def _keep(mailbox: Mailbox, signer: dkim.Signer, at: datetime) -> None:
    channels.keep_signing_key(
        brand=mailbox.brand,
        domain=signer.domain,
        selector=signer.selector,
        algorithm=signer.algorithm,
        pem=dkim.pem_of(signer.key),
        by=CONSOLE,
        at=at,
    )


def _switch(key: SigningKey, wanted: str | None, at: datetime) -> None:
    if wanted == "on":
        channels.start_signing(key=key, by=CONSOLE, at=at)
    elif wanted == "off":
        channels.retire_signing_key(key=key, by=CONSOLE, at=at)


def _told(key: SigningKey, *, as_json: bool) -> list[str]:
    if key.retired_at is not None:
        return [] if as_json else [f"# {key}: retired, its private half is destroyed"]
    signer = signing.signer_of(key)
    if as_json:
        said = {"name": dkim.record_name(signer), "type": "TXT", "value": dkim.record_text(signer)}
        return [json.dumps(said | {"in_use": key.in_use_from is not None})]
    since = f"signs since {key.in_use_from:%Y-%m-%d}" if key.in_use_from else "does not sign yet"
    return [f"# {key.algorithm}, {since}", dkim.record_line(signer)]
