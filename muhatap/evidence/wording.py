"""Evidence in words, for customers and staff."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.evidence.kinds import CONFIDENTIAL, EvidenceKind, Ground, ItemState, Purpose, RejectionReason

KINDS = {
    EvidenceKind.SCREENSHOT: gettext_lazy("Screenshot"),
    EvidenceKind.TRANSACTION: gettext_lazy("Transaction number"),
    EvidenceKind.RECEIPT: gettext_lazy("Receipt"),
    EvidenceKind.INVOICE: gettext_lazy("Invoice"),
    EvidenceKind.CALL_NOTE: gettext_lazy("Call note"),
    EvidenceKind.EMAIL: gettext_lazy("E-mail"),
    EvidenceKind.IDENTITY: gettext_lazy("Identity document"),
    EvidenceKind.FACE: gettext_lazy("Photo of the face"),
    EvidenceKind.FURTHER: gettext_lazy("Further document"),
}
STATES = {
    ItemState.OFFERED: gettext_lazy("offered"),
    ItemState.CHECKING: gettext_lazy("being checked"),
    ItemState.ACCEPTED: gettext_lazy("accepted"),
    ItemState.REJECTED: gettext_lazy("rejected"),
    ItemState.EXPIRED: gettext_lazy("expired"),
}
REASONS = {
    RejectionReason.UNREADABLE: gettext_lazy("It cannot be read."),
    RejectionReason.CROPPED: gettext_lazy("Corners or edges are missing."),
    RejectionReason.GLARE: gettext_lazy("Light is reflected on it."),
    RejectionReason.EXPIRED: gettext_lazy("It is no longer valid."),
    RejectionReason.TOO_OLD: gettext_lazy("It is older than 90 days."),
    RejectionReason.NAME_MISMATCH: gettext_lazy("The name is not the one of the account."),
    RejectionReason.DATE_MISSING: gettext_lazy("No date can be seen on it."),
    RejectionReason.WRONG_TYPE: gettext_lazy("It is another document than the one asked for."),
    RejectionReason.ONE_SIDE: gettext_lazy("Only one side of it came."),
    RejectionReason.ALTERED: gettext_lazy("It may have been changed (confidential)."),
    RejectionReason.NOT_OWNER: gettext_lazy("It belongs to somebody else."),
    RejectionReason.FORMAT: gettext_lazy("The file cannot be opened."),
}
CORRECTIONS = {
    RejectionReason.UNREADABLE: gettext_lazy("Take the photo in daylight and hold the telephone still."),
    RejectionReason.CROPPED: gettext_lazy("Take the photo so that all four corners are in it."),
    RejectionReason.GLARE: gettext_lazy("Take the photo without flash, away from a lamp."),
    RejectionReason.EXPIRED: gettext_lazy("Send a document that is valid today."),
    RejectionReason.TOO_OLD: gettext_lazy("Send one of the last 90 days."),
    RejectionReason.NAME_MISMATCH: gettext_lazy("Send a document in the name of the account’s owner."),
    RejectionReason.DATE_MISSING: gettext_lazy("Send the page on which the date stands."),
    RejectionReason.WRONG_TYPE: gettext_lazy("Send the document that our letter names."),
    RejectionReason.ONE_SIDE: gettext_lazy("Send the front and the back."),
    RejectionReason.ALTERED: gettext_lazy("Send another document of the same kind."),
    RejectionReason.NOT_OWNER: gettext_lazy("Send your own document."),
    RejectionReason.FORMAT: gettext_lazy("Send it as a JPEG, PNG or PDF without a password."),
}
PURPOSES = {
    Purpose.IDENTITY: gettext_lazy("to make sure that you are the owner of the account"),
    Purpose.PAYMENT: gettext_lazy("to trace your payment"),
    Purpose.SOURCE_OF_FUNDS: gettext_lazy("to know where the funds of a payment come from"),
    Purpose.REFUND: gettext_lazy("to decide on your refund"),
    Purpose.COMPLAINT: gettext_lazy("to decide on your complaint"),
}
GROUNDS = {
    Ground.CONTRACT: gettext_lazy("performance of our contract with you"),
    Ground.LEGAL_DUTY: gettext_lazy("a duty that the law puts on us"),
    Ground.CLAIM: gettext_lazy("establishing or defending a right"),
    Ground.INTEREST: gettext_lazy("our legitimate interest, weighed against yours"),
    Ground.CONSENT: gettext_lazy("your consent, which you may refuse or take back"),
}
ADVICE = {
    "small": gettext_lazy("The picture is small. Words on it may be hard to read."),
    "blurred": gettext_lazy("The picture looks blurred. Hold the telephone still and take it again."),
    "flat": gettext_lazy("The picture has little contrast. More light helps."),
    "dark": gettext_lazy("The picture is dark. Take it in daylight."),
    "glare": gettext_lazy("Light is reflected on it. Take it without flash, away from a lamp."),
    "huge": gettext_lazy("The picture is very large, so we did not measure how sharp it is."),
    "unshown": gettext_lazy("Not every computer can show this format. A JPEG or PDF is safer."),
    "broken": gettext_lazy("The file could not be opened here. It may be damaged."),
    "locked": gettext_lazy("The PDF has a password, so nobody here can open it. Send it without one."),
    "long": gettext_lazy("The document has many pages. Send those that matter, if you can."),
}
TRACES = {
    "place": gettext_lazy("the place where it was taken"),
    "time": gettext_lazy("the time at which it was taken"),
    "device": gettext_lazy("the device with which it was taken"),
    "unknown": gettext_lazy("perhaps place and time; this format does not let us look"),
}
# What a customer may be told of an additional review; nothing else is ever written about it.
TOLD = {
    "review": gettext_lazy("Your payment is in an additional review. You need not do anything now."),
    "longer": gettext_lazy(
        "The additional review of your payment takes longer. We write as soon as it ends."
    ),
}
VIEWED = {
    "copy": gettext_lazy("opened"),
    "preview": gettext_lazy("looked at, with watermark"),
    "original": gettext_lazy("opened the original"),
    "quarantine": gettext_lazy("opened from quarantine"),
}


def kind_words(kind: str, language: str = "") -> str:
    """What an item is."""
    return _in(language, KINDS.get(kind, kind))


def purpose_words(purpose: str, language: str = "") -> str:
    """For what something is asked."""
    return _in(language, PURPOSES.get(purpose, purpose))


def ground_words(ground: str, language: str = "") -> str:
    """On which ground something is asked."""
    return _in(language, GROUNDS.get(ground, ground))


def reason_told(reason: str, language: str = "") -> str:
    """Why an item was rejected, as the customer reads it: of a suspicion nothing."""
    if reason in CONFIDENTIAL:
        with translation.override(language or translation.get_language()):
            return _("We cannot use this document. Please send another one.")
    return _in(language, REASONS.get(reason, reason))


def advice_words(advice: list[str]) -> list[str]:
    """What could be better about a file, as sentences."""
    return [str(ADVICE[code]) for code in advice if code in ADVICE]


def traces_words(traces: list[str]) -> str:
    """What a photo tells beside its picture, as a list in words."""
    return ", ".join(str(TRACES[code]) for code in traces if code in TRACES)


def _in(language: str, words: object) -> str:
    with translation.override(language or translation.get_language()):
        return str(words)
