"""Markup of form fields: label, help, error and control tied together for every reader."""

from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muhatap.ui.icons import icon_markup


def field_markup(field: BoundField, classes: str = "") -> SafeString:
    """Return a form field; `classes` go to its wrapper."""
    widget = field.field.widget
    if field.is_hidden:
        return format_html("{}", field.as_widget())
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return _choices(field, classes)
    if isinstance(widget, CheckboxInput):
        return _single_check(field, classes)
    css = "field drop" if isinstance(widget, FileInput) else "field"
    control = widget.attrs.get("class", "")
    attrs = {"class": f"input {control}".strip() if not isinstance(widget, FileInput) else control}
    return format_html(
        '<div class="{}"><label for="{}">{}</label>{}{}{}</div>',
        f"{css} {classes}".strip(),
        field.id_for_label,
        _label(field),
        _help(field),
        _error(field),
        field.as_widget(attrs={key: value for key, value in attrs.items() if value}),
    )


def error_summary_markup(form: BaseForm) -> SafeString | str:
    """Return the list of a form's errors with links to the fields, or nothing when there are none."""
    if not form.is_bound or not form.errors:
        return ""
    rows = [
        format_html('<li><a href="#{}">{}</a></li>', _target(form[name]), _named(form[name], errors[0]))
        for name, errors in form.errors.items()
        if name in form.fields
    ]
    rows += [format_html("<li>{}</li>", error) for error in form.non_field_errors()]
    count = len(rows)
    heading = ngettext("%(count)d thing needs correcting", "%(count)d things need correcting", count)
    return format_html(
        '<div class="error-summary" role="alert" aria-labelledby="error-summary-heading" tabindex="-1"'
        ' data-focus-on-load><h2 id="error-summary-heading">{}</h2><ul>{}</ul></div>',
        heading % {"count": count},
        format_html_join("", "{}", ((row,) for row in rows)),
    )


def _named(field: BoundField, error: str) -> str:
    """Put the field's name before a message that Django wrote, for those name no field."""
    kinds = type(field.field).__mro__
    general = {
        str(words) for kind in kinds for words in vars(kind).get("default_error_messages", {}).values()
    }
    if error not in general:
        return error
    return (
        f"{field.label} {error}" if str(field.label).endswith(("?", ":", ".")) else f"{field.label}: {error}"
    )


def _label(field: BoundField) -> SafeString:
    if field.field.required or field.field.disabled:
        return format_html("{}", field.label)
    return format_html('{} <span class="muted optional">({})</span>', field.label, _("optional"))


def _help(field: BoundField) -> SafeString | str:
    if not field.help_text:
        return ""
    return format_html('<p class="hint" id="{}_helptext">{}</p>', field.auto_id, field.help_text)


def _error(field: BoundField) -> SafeString | str:
    if not field.errors:
        return ""
    return format_html(
        '<p class="field-error" id="{}_error">{}<span>{}</span></p>',
        field.auto_id,
        icon_markup("alert"),
        format_html_join(" ", "{}", ((error,) for error in field.errors)),
    )


def _single_check(field: BoundField, classes: str) -> SafeString:
    return format_html(
        '<div class="{}">{}<label class="check">{}<span>{}</span></label>{}</div>',
        f"field {classes}".strip(),
        _error(field),
        field.as_widget(),
        field.label,
        _help(field),
    )


def _choices(field: BoundField, classes: str) -> SafeString:
    hints = getattr(field.field.widget, "hints", {})
    rows = format_html_join(
        "",
        '<label class="check check-lg">{}<span>{}</span></label>',
        ((option.tag(), _option_words(option, hints)) for option in field),
    )
    described = field.aria_describedby
    return format_html(
        '<fieldset class="{}" id="{}"{}{}><legend>{}</legend>{}{}{}</fieldset>',
        f"field stack stack-2 {classes}".strip(),
        f"{field.auto_id}_group",
        format_html(' aria-describedby="{}"', described) if described else "",
        format_html(' data-invalid="{}"', "true") if field.errors else "",
        _label(field),
        _help(field),
        _error(field),
        rows,
    )


def _option_words(option, hints: dict) -> SafeString:
    hint = hints.get(str(option.data["value"]))
    if not hint:
        return format_html("{}", option.choice_label)
    return format_html('<b>{}</b><br><span class="hint">{}</span>', option.choice_label, hint)


def _target(field: BoundField) -> str:
    if isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple):
        return f"{field.auto_id}_0"
    return field.id_for_label
