"""The telephone menu: each key once, each leading to a topic that customers may choose."""

from __future__ import annotations

from muhatap.charters.checks.sheet import Sheet


def check_menu(sheet: Sheet) -> None:
    """Note keys that are given twice and topics that do not exist."""
    topics = [topic["code"] for _path, topic in sheet.entries("topics")]
    for path, channel in sheet.entries("channels"):
        menu = channel.get("menu", [])
        sheet.must_differ(
            [((*path, "menu", place, "key"), each["key"]) for place, each in enumerate(menu)], "key"
        )
        for place, each in enumerate(menu):
            sheet.must_exist((*path, "menu", place, "topic"), each["topic"], "topic", topics)
