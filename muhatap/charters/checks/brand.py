"""The brand: languages, zone, addresses and mailboxes."""

from __future__ import annotations

import re
from zoneinfo import available_timezones

from muhatap.calendars.schedules import ScheduleError, zone_named
from muhatap.charters.checks.sheet import Sheet
from muhatap.charters.conforming import nearest
from muhatap.charters.errors import Path

_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
_URL = re.compile(r"https?://[^\s/$.?#][^\s]*", re.IGNORECASE)


def check_brand(sheet: Sheet) -> None:
    """Note what is wrong with the brand and its addresses."""
    brand = sheet.values["brand"]
    languages = brand["languages"]
    if brand["default_language"] not in languages:
        params = {"language": brand["default_language"], "languages": ", ".join(languages)}
        sheet.note(("brand", "default_language"), "default_language", **params)
    check_zone(sheet, ("brand", "zone"), brand["zone"])
    _check_addresses(sheet)
    _check_mailboxes(sheet)


def check_zone(sheet: Sheet, path: Path, name: str) -> None:
    """Note a problem if the name is not a time zone."""
    try:
        zone_named(name)
    except ScheduleError:
        near = nearest(name, sorted(available_timezones()))
        if near:
            sheet.note(path, "zone_near", value=name, near=near)
        else:
            sheet.note(path, "zone", value=name)


def _check_addresses(sheet: Sheet) -> None:
    brand = sheet.values["brand"]
    for part in ("contact", "sender"):
        _check_part(sheet, ("brand", part), brand[part])
    official = brand.get("official", {})
    for index, address in enumerate(official.get("emails", [])):
        _check_form(sheet, ("brand", "official", "emails", index), address, "email")
    for index, number in enumerate(official.get("phones", [])):
        _check_form(sheet, ("brand", "official", "phones", index), number, "phone")
    _check_part(sheet, ("notices", "policy"), sheet.values["notices"]["policy"])


def _check_part(sheet: Sheet, path: Path, values: dict[str, str]) -> None:
    forms = {"email": "email", "phone": "phone", "urgent_phone": "phone", "url": "url"}
    for key, form in forms.items():
        if key in values:
            _check_form(sheet, (*path, key), values[key], form)


def _check_form(sheet: Sheet, path: Path, value: str, form: str) -> None:
    pattern = {"email": _EMAIL, "phone": _PHONE, "url": _URL}[form]
    written = value.replace(" ", "") if form == "phone" else value
    if not pattern.fullmatch(written):
        sheet.note(path, form, value=value)


def _check_mailboxes(sheet: Sheet) -> None:
    first: dict[str, Path] = {}
    names: list[tuple[Path, str]] = []
    for path, channel in sheet.entries("channels"):
        if "mailboxes" in channel and path[1] != "email":
            sheet.note_key((*path, "mailboxes"), "mailbox_channel")
        for index, mailbox in enumerate(channel.get("mailboxes", [])):
            here = (*path, "mailboxes", index)
            names.append(((*here, "name"), mailbox["name"]))
            _check_form(sheet, (*here, "address"), mailbox["address"], "email")
            known = first.setdefault(mailbox["address"].casefold(), here)
            if known != here:
                line = sheet.line_of((*known, "address"))
                sheet.note((*here, "address"), "duplicate_mailbox", value=mailbox["address"], first=line)
    sheet.must_differ(names, "mailbox")
