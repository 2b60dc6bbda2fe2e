"""The keys of a charter in words; a key without a word here stays as the charter writes it."""

from functools import cache

from django.utils.translation import gettext_lazy as _


@cache
def _sections() -> dict[str, object]:
    return {
        "charter": _("Charter"),
        "brand": _("Brand"),
        "publication": _("Publication"),
        "help_centre": _("Help centre"),
        "jurisdictions": _("Jurisdictions"),
        "identity_levels": _("Identity levels"),
        "calendars": _("Calendars"),
        "plans": _("Plans"),
        "channels": _("Channels"),
        "teams": _("Teams"),
        "queues": _("Queues"),
        "groups": _("Groups of topics"),
        "common_fields": _("Questions of every form"),
        "topics": _("Topics"),
        "promises": _("Promises"),
        "ladder": _("Escalation"),
        "payment_methods": _("Payment methods"),
        "refund_terms": _("Refund rules"),
        "links": _("Links"),
        "notices": _("Privacy notice"),
        "retention": _("Retention"),
        "survey": _("Survey"),
        "letters": _("Letters"),
        "outside_bodies": _("Outside bodies"),
        "accessibility": _("Accessibility"),
        "prioritisation": _("Prioritisation"),
    }


@cache
def _fields() -> dict[str, object]:
    return {
        "name": _("name"),
        "label": _("label"),
        "description": _("description"),
        "help": _("help text"),
        "limit": _("at the latest"),
        "target": _("usually"),
        "clock": _("what it measures"),
        "calendar": _("calendar"),
        "when": _("for which cases"),
        "pauses": _("what pauses it"),
        "pause_cap": _("longest pause"),
        "law": _("law"),
        "public": _("public"),
        "source": _("source"),
        "note": _("note"),
        "hours": _("opening hours"),
        "mon": _("Monday"),
        "tue": _("Tuesday"),
        "wed": _("Wednesday"),
        "thu": _("Thursday"),
        "fri": _("Friday"),
        "sat": _("Saturday"),
        "sun": _("Sunday"),
        "holidays": _("holidays"),
        "extra": _("further days off"),
        "worked": _("days worked after all"),
        "half_days": _("half days"),
        "zone": _("time zone"),
        "queue": _("queue"),
        "team": _("team"),
        "topic": _("topic"),
        "group": _("group"),
        "channel": _("channel"),
        "priority": _("priority"),
        "plan": _("plan"),
        "complexity": _("complexity"),
        "kind": _("kind of case"),
        "fields": _("questions"),
        "evidence": _("documents"),
        "quick_fixes": _("quick fixes"),
        "ready": _("have ready"),
        "escalates_to": _("escalates to"),
        "default": _("by default"),
        "clocks": _("by promise"),
        "do": _("what happens"),
        "to": _("who hears of it"),
        "open": _("open"),
        "required": _("required"),
        "address": _("address"),
        "mailboxes": _("mailboxes"),
        "best_effort": _("best effort"),
        "expected": _("what to expect"),
        "sensitivity": _("sensitivity"),
        "identity_level": _("identity level"),
        "languages": _("languages"),
        "keep": _("how long"),
        "recommend": _("recommended channels"),
        "completeness": _("when papers are complete"),
    }


def section_words(section: str) -> str:
    """What a section of the charter is called."""
    return str(_sections().get(section, section))


def field_words(key: str) -> str:
    """What a key of the charter is called."""
    return str(_fields().get(key, key))
