"""What can be wrong with a charter: one problem per place, with a message and a remedy."""

from __future__ import annotations

from dataclasses import dataclass

from muhatap.charters.fault_texts import SECTION_TEMPLATES, gettext_noop

Path = tuple[str | int, ...]

_LONGEST_KEY = 60
_LONGEST_WORDS = 1500


_ = gettext_noop

TEMPLATES: dict[str, tuple[str, str]] = {
    "yaml": (_("This is not valid YAML: {reason}."), _("Correct the line; indent with spaces, not tabs.")),
    "empty": (_("The file is empty."), _("Start with “charter: 1” and a “brand” section.")),
    "not_a_mapping": (_("The file must be a set of named sections."), _("Start with “charter: 1”.")),
    "too_large": (
        _("The file is larger than {limit} MB."),
        _("Shorten the texts or split brands into files."),
    ),
    "too_deep": (_("The nesting is deeper than {limit} levels."), _("Remove the extra levels.")),
    "too_many": (
        _("The file holds more than {limit} values, aliases counted in full."),
        _("Write out what you need instead of repeating aliases."),
    ),
    "alias": (
        _("The alias “*{name}” names nothing that ended before it."),
        _("Define “&{name}” above or write the value out."),
    ),
    "tag": (_("The tag “{tag}” is not accepted."), _("Remove the tag and write a plain value.")),
    "several_documents": (_("The file holds more than one document."), _("Keep one charter per file.")),
    "key_not_text": (_("A key must be a single word."), _("Put the key in quotation marks.")),
    "duplicate_key": (
        _("The key “{key}” is already used on line {first}."),
        _("Keep one of the two and delete the other."),
    ),
    "control_character": (
        _("The text contains a character that cannot be shown."),
        _("Delete the escape for the control character."),
    ),
    "unknown_key": (_("The key “{key}” is unknown here."), _("Use one of: {choices}.")),
    "unknown_key_near": (_("The key “{key}” is unknown here."), _("Did you mean “{near}”?")),
    "missing_key": (_("The key “{key}” is missing."), _("Add “{key}”: {description}")),
    "wrong_type": (_("The value must be {wanted}, not {found}."), _("Write {wanted}.")),
    "not_text": (
        _("The value must be a text, not {found}."),
        _('Put it in quotation marks: "{value}".'),
    ),
    "not_a_choice": (_("“{value}” is not possible here."), _("Use one of: {choices}.")),
    "not_a_choice_near": (_("“{value}” is not possible here."), _("Did you mean “{near}”?")),
    "bad_format": (_("“{value}” does not have the right form."), _("Write it like this: {example}.")),
    "too_short": (
        _("The value is too short or the list too small; at least {limit}."),
        _("Add what is missing."),
    ),
    "too_long": (_("The value is too long or the list too large; at most {limit}."), _("Shorten it.")),
    "out_of_range": (
        _("{value} is outside the range; the bound is {limit}."),
        _("Choose a number within it."),
    ),
    "repeated": (_("The list names something twice."), _("Name each entry once.")),
    "invalid": (_("The value is not valid: {reason}."), _("See the charter reference for this key.")),
    "unknown_reference": (
        _("There is no {what} named “{value}”."),
        _("Use one of: {choices}; or define “{value}”."),
    ),
    "unknown_reference_near": (_("There is no {what} named “{value}”."), _("Did you mean “{near}”?")),
    "missing_language": (
        _("The text has no {language} version."),
        _("Add “{language}:” with the text; the brand speaks {languages}."),
    ),
    "unspoken_language": (
        _("The text has a version in “{language}”, which the brand does not speak."),
        _("Remove it or add “{language}” to brand.languages."),
    ),
    "default_language": (
        _("The default language “{language}” is not among the brand's languages."),
        _("Choose one of: {languages}."),
    ),
    "zone": (_("“{value}” is not a known time zone."), _("Write an IANA name such as Europe/Istanbul.")),
    "zone_near": (_("“{value}” is not a known time zone."), _("Did you mean “{near}”?")),
    "country": (
        _("No public holidays are known for “{value}”."),
        _("Write a two-letter country code such as TR."),
    ),
    "email": (_("“{value}” is not an e-mail address."), _("Write it as name@example.com.")),
    "phone": (
        _("“{value}” is not a telephone number."),
        _("Write it with country code, such as +902125550100."),
    ),
    "url": (_("“{value}” is not a web address."), _("Write it with https://.")),
    "date": (_("“{value}” is not a day of the calendar."), _("Write an existing day as YYYY-MM-DD.")),
    "interval_order": (
        _("The interval {start}–{end} ends before it begins."),
        _("Put the earlier time first; write the end of a night as “06:00+1”."),
    ),
    "interval_overlap": (
        _("The interval {start}–{end} overlaps the one before it."),
        _("Let each interval begin after the end of the one before."),
    ),
    "never_open": (_("The calendar “{calendar}” never opens."), _("Give at least one day working hours.")),
    "queue_cycle": (
        _("The queue “{queue}” escalates in a circle: {circle}."),
        _("Let the last queue of the chain have no “escalates_to”."),
    ),
    "duplicate_id": (
        _("The {what} “{value}” is already defined on line {first}."),
        _("Give each {what} its own name."),
    ),
    "duplicate_mailbox": (
        _("The address “{value}” is already the mailbox on line {first}."),
        _("Use each address for one mailbox only."),
    ),
    "topics_missing": (
        _("Queue, topic and channel are needed to take a case."),
        _("Define at least one of each."),
    ),
    "field_parameter": (
        _("“{key}” does not belong to a field of the kind “{kind}”."),
        _("Remove it; this kind knows: {choices}."),
    ),
    "field_needs": (_("A field of the kind “{kind}” needs “{key}”."), _("Add “{key}” to the field.")),
    "field_range": (_("The lower bound {low} is above the upper bound {high}."), _("Exchange the two.")),
    "group_in_group": (
        _("A repeating group cannot hold another group."),
        _("Move the inner fields one level up."),
    ),
    "or_reason_unneeded": (
        _("“or_reason” has no effect on a field that is not required."),
        _("Set “required: true” or remove “or_reason”."),
    ),
    "pattern": (_("The pattern cannot be read: {reason}."), _("Correct the regular expression.")),
    "pattern_slow": (
        _("The pattern can take unbounded time on a long text."),
        _("Do not repeat a group that itself repeats or holds alternatives; use fixed counts."),
    ),
    "pattern_example": (
        _("The example “{value}” does not fit the pattern."),
        _("Correct the example or the pattern."),
    ),
    "span_families": (
        _("Target {target} and limit {limit} are not in the same kind of time."),
        _("Use clock time for both (h, d) or business time for both (bh, bd)."),
    ),
    "target_above_limit": (
        _("The target {target} is longer than the limit {limit}."),
        _("Exchange the two; the limit is the latest time."),
    ),
    "span": (_("“{value}” is longer than can be reckoned."), _("Write at most a hundred years.")),
    "zero_span": (_("A span of zero cannot be kept."), _("Write at least 1s.")),
    "calendar_needed": (
        _("{span} is business time, but the channels of the promise keep different hours: {calendars}."),
        _("Add “calendar” to the promise, or write one promise for each channel."),
    ),
    "empty_conditions": (
        _("No topic belongs to the groups and topics of this promise."),
        _("Name topics of these groups, or only the groups."),
    ),
    "ambiguous_promise": (
        _("The promise says about “{clock}” what “{other}” on line {first} says for the same cases."),
        _("Change the conditions of one, or join the two."),
    ),
    "pause_not_possible": (
        _("The clock “{clock}” cannot be paused."),
        _("Remove “pauses”; only resolve, kyc_review, refund_decision and refund_exec may wait."),
    ),
    "best_effort": (
        _("The channel “{channel}” is best effort, so no reply time can be promised for it."),
        _("Remove the channel from the promise or set “best_effort: false”."),
    ),
    "pause_cap_unit": (
        _("The longest pause {span} is not real time."),
        _("Write it in s, m, h, d or w, such as 14d."),
    ),
    "law_never_pauses": (
        _("The limit of {law} never pauses."),
        _("Delete “pauses”, or make a promise of your own beside the law."),
    ),
    "last_day_without_law": (
        _("“last_day” is only for a limit that a law sets."),
        _("Name the rule under “law” or delete the line."),
    ),
    "ladder_order": (
        _("The step {step} stands after {before}."),
        _("Sort the shares from small to large; “target” may stand anywhere."),
    ),
    "ladder_repeated": (_("The step {step} stands twice."), _("Join the two steps into one.")),
    "ladder_early_letter": (
        _("The customer would be told at {step} that a promise is broken, before it is."),
        _("Set “tell_customer” only on steps from 100 on."),
    ),
    "page_every": (
        _("Pages are repeated after 1 minute to 24 hours, and only where “do” has “page”."),
        _("Write it in m or h, such as 5m, or delete the line."),
    ),
    "mailbox_channel": (
        _("Only the e-mail channel has mailboxes."),
        _("Move “mailboxes” to channels.email."),
    ),
}
TEMPLATES |= SECTION_TEMPLATES

# Parameters whose values are words of the catalogue too.
WORDED = ("what", "wanted", "found", "meaning")
WORDS = (
    _("queue"),
    _("team"),
    _("calendar"),
    _("group"),
    _("topic"),
    _("channel"),
    _("plan"),
    _("promise"),
    _("mailbox"),
    _("field"),
    _("choice"),
    _("evidence"),
    _("rule"),
    _("rule pack"),
    _("payment method"),
    _("refund rule"),
    _("guide"),
    _("step"),
    _("answer"),
    _("jurisdiction"),
    _("the method of a payment"),
    _("the time of a payment"),
    _("a condition of a promotion"),
)


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of a charter: where (line and column from 1), what, and how to put it right."""

    line: int
    column: int
    path: str
    code: str
    message: str
    remedy: str
    params: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return f"{self.line}:{self.column} {self.path}: {self.message} {self.remedy}"


class CharterErrors(Exception):
    """The charter cannot be used; `problems` lists every fault found, in the order of the file."""

    def __init__(self, problems: list[Problem], source: str = "charter.yaml") -> None:
        self.problems = sorted(set(problems))
        self.source = source
        super().__init__("\n".join(f"{source}:{problem}" for problem in self.problems))


def problem_at(place: tuple[int, int], path: Path, code: str, **params: object) -> Problem:
    """Return the problem `code` at a place, its English texts filled with the parameters."""
    message, remedy = TEMPLATES[code]
    words = {name: _short(str(value), _LONGEST_WORDS) for name, value in params.items()}
    return Problem(
        line=place[0],
        column=place[1],
        path=path_text(path),
        code=code,
        message=message.format(**words),
        remedy=remedy.format(**words),
        params=tuple(sorted(words.items())),
    )


def path_text(path: Path) -> str:
    """Return a path as people write it, such as `topics[3].fields[0].kind`; the root is `charter`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{_short(step, _LONGEST_KEY)}"
    return text.removeprefix(".") or "(file)"


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
