"""The brand of a charter: its legal entity, contacts, sender and official addresses."""

from __future__ import annotations

from dataclasses import dataclass

from muhatap.charters.texts import Text


@dataclass(frozen=True)
class Licence:
    number: str
    kind: Text
    register_url: str = ""


@dataclass(frozen=True)
class Regulator:
    name: Text
    url: str = ""
    address: str = ""


@dataclass(frozen=True)
class LegalEntity:
    name: str
    address: str
    country: str = ""
    register_number: str = ""
    tax_number: str = ""
    licence: Licence | None = None
    regulator: Regulator | None = None


@dataclass(frozen=True)
class Contact:
    url: str
    email: str
    phone: str = ""
    urgent_phone: str = ""
    post: str = ""


@dataclass(frozen=True)
class Sender:
    name: str
    email: str
    signature: Text | None = None
    colour: str = ""


@dataclass(frozen=True)
class Account:
    network: str
    handle: str
    url: str = ""


@dataclass(frozen=True)
class Official:
    domains: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    accounts: tuple[Account, ...] = ()
    impostor_topic: str = ""


@dataclass(frozen=True)
class Brand:
    code: str
    name: str
    languages: tuple[str, ...]
    default_language: str
    zone: str
    legal_entity: LegalEntity
    contact: Contact
    sender: Sender
    regulated: bool = True
    official: Official = Official()
