"""What is said about faults of the sections beyond the spine: a message and a remedy for each."""

from __future__ import annotations


def gettext_noop(text: str) -> str:
    """Mark a text for the catalogue; the door that shows it translates it."""
    return text


_ = gettext_noop

SECTION_TEMPLATES: dict[str, tuple[str, str]] = {
    "longer_than_law": (
        _("{limit} is longer than the law allows: {number} ({rule}, {law})."),
        _("Write at most {number}, or exclude {topics} under “when”."),
    ),
    "longer_than_law_then": (
        _("{limit} can be longer than {number} ({rule}, {law}): from {start} until {ours}, not {theirs}."),
        _("Write a shorter limit, or exclude {topics} under “when”."),
    ),
    "law_not_run": (
        _("The pack {pack} sets a limit of {number} ({rule}), and no promise runs it."),
        _("Add a promise with “clock: {clock}”, “limit: {number}” and “law: {rule}”."),
    ),
    "law_other_clock": (
        _("The rule {rule} is not about the clock “{clock}”."),
        _("Use one of its clocks: {choices}."),
    ),
    "retention_too_short": (
        _("{keep} is shorter than the law asks for: {number} ({rule}, {law})."),
        _("Write at least {number}."),
    ),
    "covered_twice": (
        _("“{what}” is already covered by the class “{other}” on line {first}."),
        _("Let each sort of data belong to one class."),
    ),
    "language_not_spoken": (
        _("The brand does not speak “{language}”."),
        _("Choose among: {languages}."),
    ),
    "level_must_allow": (
        _("Level {level} does not allow “{action}”."),
        _("Add “{action}”: everybody may be informed and may complain."),
    ),
    "level_loses": (
        _("Level {level} does not allow “{action}”, which a lower level allows."),
        _("Add “{action}” or take it away from the lower level."),
    ),
    "level_too_low": (
        _("“{action}” is sensitive and cannot be allowed at level {level}."),
        _("Allow it at level 3 only."),
    ),
    "public_channel_level": (
        _("What is written on “{channel}” is public, so its identity level cannot be {level}."),
        _("Write “identity_level: 0”."),
    ),
    "sensitivity_too_low": (
        _("The topic asks for protected documents or actions, but its sensitivity is “general”."),
        _("Write personal, financial or special."),
    ),
    "sensitive_in_public": (
        _("The topic is sensitive, but “{channel}” is public."),
        _("Recommend a channel that others cannot read."),
    ),
    "recommend_never": (
        _("No recommended channel is there while nobody answers."),
        _("Add a channel with “when: always” at the end, such as web_form."),
    ),
    "recommend_closed": (
        _("The channel “{channel}” is recommended but not offered."),
        _("Remove it or set “open: true”."),
    ),
    "recommend_repeated": (
        _("The channel “{channel}” is recommended twice."),
        _("Keep one of the two."),
    ),
    "fast_lane_slower": (
        _("The fast lane {fast} is not faster than the topic's own priority {own}."),
        _("Write a smaller number, or remove “fast_lane”."),
    ),
    "fast_lane_emergency": (
        _("P1 belongs to emergencies; complete papers do not make one."),
        _("Write P2 or P3."),
    ),
    "payment_field": (
        _("The field “{field}” is of the kind “{kind}”, which cannot name {meaning}."),
        _("Name a field of the kind {wanted}."),
    ),
    "payment_choice": (
        _("The choice “{value}” is no payment method with the direction “{direction}”."),
        _("Add “{direction}” to payment_methods.{value}, or name the choice like a method: {choices}."),
    ),
    "bounds_order": (
        _("The minimum {minimum} is above the maximum {maximum}."),
        _("Exchange the two."),
    ),
    "fee_currency": (
        _("A fixed fee needs a currency."),
        _("Add “currency”, such as TRY."),
    ),
    "calendar_missing": (
        _("{span} is business time, but no calendar counts it."),
        _("Add “calendar”."),
    ),
    "refund_ambiguous": (
        _("The rule says about the same refunds what “{other}” on line {first} says."),
        _("Change the conditions of one, or join the two."),
    ),
    "plan_raises_too_far": (
        _("A package cannot raise cases to {priority}."),
        _("Write P3: P1 and P2 belong to need and to the law, so that nobody else's right waits."),
    ),
    "survey_choices": (
        _("The question “{question}” has choices without the scale `choice`, or the scale without them."),
        _("Write at least two choices for the scale `choice`, and none for any other."),
    ),
    "survey_too_long": (
        _("This survey asks {count} scales on one page."),
        _("Ask at most {most}: a short survey is answered, a long one is left."),
    ),
    "plan_slower": (
        _("With the package the limit is {limit}, without it {other} (“{promise}”)."),
        _("Write at most {other}: whoever pays is not promised less."),
    ),
    "plan_only": (
        _("“{clock}” is promised to packages only, although the law ({rule}) gives it to everybody."),
        _("Add a promise without “plan” for {topics}."),
    ),
    "guide_unused": (
        _("No topic offers the guide “{guide}”."),
        _("Add “guide: {guide}” to a topic, or delete the guide."),
    ),
    "guide_step_is_end": (
        _("A step cannot be called “{value}”: answers lead there."),
        _("Give the step another code."),
    ),
    "guide_circle": (
        _("The answers lead in a circle: {circle}."),
        _("Let one of them lead to a later step, to “solved” or to “form”."),
    ),
    "guide_unreachable": (
        _("No answer leads to the step “{step}”."),
        _("Let an answer lead there, or delete the step."),
    ),
    "ladder_without_people": (
        _("No step of the ladder tells anybody."),
        _("Add a step such as “at: 100, do: [tell], to: supervisor”."),
    ),
}
