"""What the forms of a charter call things: labels and explanations of the schema, choices, units."""

from typing import Any

from django.utils.translation import gettext as in_words
from django.utils.translation import gettext_lazy, gettext_noop
from django.utils.translation import pgettext as in_context

from muhatap.charters.editing.controls import Control, Form
from muhatap.charters.field_words import field_words, section_words
from muhatap.desk.wording import closed_words, kind_words
from muhatap.promises.wording import clock_words

_WEEKDAYS = frozenset({"mon", "tue", "wed", "thu", "fri", "sat", "sun"})
_LANGUAGES = {"tr": "Türkçe", "en": "English"}
# Explanations that the schema puts together from parts, or that say less than the label.
_CLOCK = gettext_noop("What is measured.")
_SILENT = frozenset(
    {"The choice.", "One entry.", "One of the choices.", "One code.", "One step of the ladder."}
)
_UNITS = {
    "s": gettext_lazy("seconds"),
    "m": gettext_lazy("minutes"),
    "h": gettext_lazy("hours"),
    "d": gettext_lazy("days"),
    "w": gettext_lazy("weeks"),
    "mo": gettext_lazy("months"),
    "y": gettext_lazy("years"),
    "bm": gettext_lazy("working minutes"),
    "bh": gettext_lazy("working hours"),
    "bd": gettext_lazy("business days"),
}
SPAN_UNITS = ("s", "m", "h", "d", "w", "mo", "bm", "bh", "bd")
KEEP_UNITS = ("d", "mo", "y")
_CHOICES = {
    "public": gettext_lazy("everybody sees it"),
    "private": gettext_lazy("nobody sees it"),
    "none": gettext_lazy("not at all"),
    "monthly": gettext_lazy("every month"),
    "quarterly": gettext_lazy("every quarter"),
    "web_form": gettext_lazy("web form"),
    "email": gettext_lazy("e-mail"),
    "api": gettext_lazy("programs (API)"),
    "phone": gettext_lazy("telephone"),
    "live_chat": gettext_lazy("live chat"),
    "in_app": gettext_lazy("in the app"),
    "whatsapp": gettext_lazy("WhatsApp"),
    "social": gettext_lazy("social media"),
    "general": gettext_lazy("general"),
    "personal": gettext_lazy("about a person"),
    "financial": gettext_lazy("about money"),
    "special": gettext_lazy("about health or need"),
    "always": gettext_lazy("always"),
    "open": gettext_lazy("while people answer there"),
    "deposit": gettext_lazy("money coming in"),
    "withdrawal": gettext_lazy("money going out"),
    "standard": gettext_lazy("ordinary"),
    "complex": gettext_lazy("complex"),
    "waiting_customer": gettext_lazy("waiting for the customer"),
    "waiting_third_party": gettext_lazy("waiting for others"),
    "stay": gettext_lazy("it stays"),
    "forward": gettext_lazy("to the next working day"),
    "backward": gettext_lazy("to the working day before"),
    "tell": gettext_lazy("tell"),
    "raise": gettext_lazy("raise the priority"),
    "reassign": gettext_lazy("give to others"),
    "page": gettext_lazy("page who is on call"),
    "received": gettext_lazy("from receipt"),
    "closed": gettext_lazy("from closing"),
    "relationship_end": gettext_lazy("from the end of the relationship"),
    "document": gettext_lazy("document"),
    "screenshot": gettext_lazy("screenshot"),
    "receipt": gettext_lazy("receipt"),
    "statement": gettext_lazy("statement"),
    "invoice": gettext_lazy("invoice"),
    "identity": gettext_lazy("identity document"),
    "photo": gettext_lazy("photo"),
    "video": gettext_lazy("video"),
    "contract": gettext_lazy("contract"),
    "message": gettext_lazy("message"),
    "log": gettext_lazy("log"),
    "text": gettext_lazy("one line of text"),
    "long_text": gettext_lazy("longer text"),
    "choice": gettext_lazy("one of several answers"),
    "past_datetime": gettext_lazy("time in the past"),
    "past_date": gettext_lazy("day in the past"),
    "date": gettext_lazy("day"),
    "amount": gettext_lazy("amount of money"),
    "iban": gettext_lazy("IBAN"),
    "tckn": gettext_lazy("identity number"),
    "transaction": gettext_lazy("transaction number"),
    "number": gettext_lazy("number"),
    "yes_no": gettext_lazy("yes or no"),
    "group": gettext_lazy("several questions that repeat"),
    "inform": gettext_lazy("be informed"),
    "complain": gettext_lazy("complain"),
    "status": gettext_lazy("ask how a case stands"),
    "account_data": gettext_lazy("hear about the account"),
    "documents": gettext_lazy("send documents"),
    "withdrawal_enquiry": gettext_lazy("ask about a withdrawal"),
    "change_request": gettext_lazy("change account details"),
    "verification": gettext_lazy("be verified"),
    "unlock": gettext_lazy("unlock the account"),
    "data_delivery": gettext_lazy("get own data"),
    "cases": gettext_lazy("cases"),
    "messages": gettext_lazy("messages"),
    "files": gettext_lazy("files"),
    "identity_documents": gettext_lazy("identity documents"),
    "calls": gettext_lazy("calls"),
    "drafts": gettext_lazy("drafts"),
    "lockers": gettext_lazy("lockers of customers without a case"),
    "surveys": gettext_lazy("surveys"),
    "accounts": gettext_lazy("accounts"),
    "record": gettext_lazy("the record"),
    "payment": gettext_lazy("payment"),
    "fee": gettext_lazy("fee"),
    "order": gettext_lazy("order"),
    "subscription": gettext_lazy("subscription"),
    "wrong_payment": gettext_lazy("wrong payment"),
    "unauthorised": gettext_lazy("unauthorised payment"),
}
_LETTERS = {
    "acknowledgement": gettext_lazy("acknowledgement"),
    "information_request": gettext_lazy("request for information"),
    "update": gettext_lazy("update"),
    "escalation": gettext_lazy("escalation"),
    "outcome": gettext_lazy("outcome"),
    "closing": gettext_lazy("closing"),
}


def label_of(control: Control) -> str:
    """What a control is called."""
    key = control.key
    if len(control.path) == 1:
        return section_words(key)
    if key in _LANGUAGES and len(control.path) > 1 and control.node.get("title") == key:
        return _LANGUAGES[key]
    if key in _WEEKDAYS:
        return field_words(key).capitalize()
    return titled(control.node) if control.node.get("title") != key else name_words(control.path[0], key)


def titled(node: dict[str, Any]) -> str:
    """The title of a part of the schema in the reader's language."""
    return in_context("charter", str(node.get("title", "")))


def hint_of(control: Control) -> str:
    """The explanation beside a control, or nothing."""
    said = str(control.node.get("description", ""))
    if control.key in _WEEKDAYS or said in _SILENT or control.form is Form.FIXED:
        return ""
    if said.startswith(f"{_CLOCK} "):
        return in_words(_CLOCK)
    return in_words(said) if said else ""


def choice_words(control: Control, code: str, text: Any, language: str) -> str:
    """What one choice is called: an entry by its name and code, a word of the schema by its meaning."""
    if isinstance(text, dict) and text:
        return f"{text.get(language) or next(iter(text.values()))} ({code})"
    key = control.key
    if key == "clock":
        return clock_words(code)
    if key in {"kind", "kinds"} and control.path[0] != "common_fields" and "fields" not in control.path:
        return kind_words(code) if "evidence" not in control.path else str(_CHOICES.get(code, code))
    if key in {"languages", "default_language"}:
        return _LANGUAGES.get(code, code)
    if key == "not_for":
        return closed_words(code)
    return str(_CHOICES.get(code, code))


def name_words(section: Any, name: str) -> str:
    """What an entry is called whose name the schema gives: a channel, a letter, a clock."""
    if section == "letters":
        return str(_LETTERS.get(name, name))
    if section == "ladder":
        return clock_words(name)
    return str(_CHOICES.get(name, name))


def unit_words(unit: str) -> str:
    """What a unit of time is called."""
    return str(_UNITS[unit])
