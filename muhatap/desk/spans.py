"""For which cases a promise holds, in words."""

from django.utils.translation import gettext as _


def condition_words(conditions: dict[str, list[str]]) -> str:
    """For what a promise holds."""
    parts = [
        f"{_dimension(name)} {', '.join(values)}" for name, values in sorted(conditions.items()) if values
    ]
    return "; ".join(parts) or _("every case")


def _dimension(name: str) -> str:
    match name:
        case "topic":
            return _("topic")
        case "channel":
            return _("channel")
        case "kind":
            return _("kind of case")
        case "priority":
            return _("priority")
        case _:
            return name
