"""Who speaks: the brand, its legal entity, its contacts and its official addresses."""

from __future__ import annotations

from muhatap.charters.schema.pieces import (
    LANGUAGES,
    Schema,
    flag,
    line,
    listing,
    one_of,
    piece,
    section,
    several_of,
    text,
)


def brand_section() -> Schema:
    """Return the schema of the section `brand`."""
    properties = {
        "code": line(
            "Code",
            "The brand in addresses and programs.",
            pattern="^[a-z][a-z0-9-]{1,30}$",
            examples=["nehir"],
        ),
        "name": line("Name", "The name that customers know.", maxLength=80),
        "regulated": flag(
            "Regulated",
            "Whether a licence is needed; the portal stays private until it and the regulator are named.",
            default=True,
        ),
        "languages": several_of(
            LANGUAGES, "Languages", "Languages in which every text of the charter is given."
        ),
        "default_language": one_of(
            LANGUAGES, "Default language", "Used where the customer's language is not known."
        ),
        "zone": line("Time zone", "IANA name of the brand's zone.", examples=["Europe/Istanbul"]),
        "legal_entity": _legal_entity(),
        "contact": _contact(),
        "sender": _sender(),
        "official": _official(),
    }
    required = ("code", "name", "languages", "default_language", "zone", "legal_entity", "contact", "sender")
    return section("Brand", "The brand whose word this is; one charter is one brand.", properties, required)


def _legal_entity() -> Schema:
    licence = section(
        "Licence",
        "The permission under which the service is offered.",
        {
            "number": line("Number", "The number of the licence."),
            "kind": text("Kind", "What the licence allows."),
            "register_url": line("Register", "Web address at which anybody can check the licence."),
        },
        ("number", "kind"),
    )
    regulator = section(
        "Regulator",
        "The authority that supervises the service.",
        {
            "name": text("Name", "The name of the authority."),
            "url": line("Web address", "Where the authority takes complaints or explains how."),
            "address": line("Address", "The postal address of the authority."),
        },
        ("name",),
    )
    properties = {
        "name": line("Name", "The full registered name of the company."),
        "address": line("Address", "The registered postal address."),
        "country": line("Country", "Two-letter code of the country.", pattern="^[A-Z]{2}$", examples=["TR"]),
        "register_number": line("Register number", "Number in the register of companies."),
        "tax_number": line("Tax number", "Number at the tax office."),
        "licence": licence,
        "regulator": regulator,
    }
    return section(
        "Legal entity", "The company that answers for the promises.", properties, ("name", "address")
    )


def _contact() -> Schema:
    properties = {
        "url": line("Web address", "The public address of the portal."),
        "email": line("E-mail", "The address that is printed in letters."),
        "phone": line("Telephone", "The number that is printed in letters, with country code."),
        "urgent_phone": line("Emergency line", "The number for emergencies, open at every hour."),
        "post": line("Postal address", "Where paper letters go, if not the registered address."),
    }
    return section(
        "Contact", "How customers reach the brand outside the portal.", properties, ("url", "email")
    )


def _sender() -> Schema:
    properties = {
        "name": line("Name", "The sender's name on outgoing e-mail."),
        "email": line("E-mail", "The sender's address on outgoing e-mail."),
        "signature": text("Signature", "The lines at the end of every letter."),
        "colour": line(
            "Colour",
            "The brand's colour in letters; it is darkened or lightened until it can be read.",
            pattern="^#[0-9a-fA-F]{6}$",
            examples=["#1b5c86"],
        ),
    }
    return section("Sender", "Who outgoing letters come from.", properties, ("name", "email"))


def _official() -> Schema:
    account = section(
        "Account",
        "One official account.",
        {
            "network": line("Network", "The name of the network."),
            "handle": line("Name there", "The name of the account."),
            "url": line("Web address", "The address of the account."),
        },
        ("network", "handle"),
    )
    properties = {
        "domains": listing(line("Domain", "One domain."), "Domains", "Domains from which the brand writes."),
        "emails": listing(
            line("Address", "One address."), "E-mail addresses", "Addresses from which it writes."
        ),
        "phones": listing(line("Number", "One number."), "Telephone numbers", "Numbers from which it calls."),
        "impostor_topic": piece(
            "topic_code", "Impostor topic", "The topic of a report about a false account."
        ),
        "accounts": listing(account, "Accounts", "Official accounts in social networks."),
    }
    return section("Official addresses", "Everything that is really the brand's own.", properties)
