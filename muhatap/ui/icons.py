"""Icons of the sprite and the rings of clocks, as ready strings."""

from functools import cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_RING = '<svg class="ring" viewBox="0 0 16 16" aria-hidden="true">{}</svg>'
_ARC = (
    '<circle class="ring-base" cx="8" cy="8" r="6"/>'
    '<circle class="ring-arc" cx="8" cy="8" r="6" pathLength="100"'
    ' stroke-dasharray="{} 100" transform="rotate(-90 8 8)"/>'
)
_SHAPES = {
    "late": mark_safe(
        '<circle class="ring-fill" cx="8" cy="8" r="7.2"/><path class="ring-cut" d="M8 4.4v4.2M8 11.3v.2"/>'
    ),
    "paused": mark_safe(
        '<circle class="ring-dash" cx="8" cy="8" r="6.6"/>'
        '<path class="ring-mark" d="M6.4 5.8v4.4M9.6 5.8v4.4"/>'
    ),
    "kept": mark_safe('<path class="ring-mark" d="m3 8.6 3.4 3.4L13 4.8"/>'),
    "missed": mark_safe(
        '<circle class="ring-thin" cx="8" cy="8" r="6.5"/>'
        '<path class="ring-thin" d="m5.6 5.6 4.8 4.8M10.4 5.6l-4.8 4.8"/>'
    ),
    "idle": mark_safe('<circle class="ring-dash" cx="8" cy="8" r="6"/>'),
}


@cache
def icon_markup(name: str, classes: str = "") -> SafeString:
    """Return the decorative icon of that name; `classes` are added, such as `icon-lg flip`."""
    css = f"icon {classes}".strip()
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>', css, static("ui/icons.svg"), name
    )


@cache
def ring_markup(state: str, percent_left: int = 100) -> SafeString:
    """Return the ring of a clock state; the arc shows the percentage that is left (0 to 100)."""
    return format_html(_RING, _SHAPES.get(state) or format_html(_ARC, percent_left))
