"""How it was proved who a customer is, in words."""

from django.utils.translation import gettext as _

from muhatap.cases.operations.confirming import BY_STAFF, ProofBy
from muhatap.channels.proved import BY_MAIL


def proof_words(how: str) -> str:
    """How somebody proved who she is."""
    match how:
        case ProofBy.CALLBACK:
            return _("called back on the known number")
        case ProofBy.QUESTIONS:
            return _("answered what only she can know")
        case ProofBy.DOCUMENT:
            return _("showed a document")
        case ProofBy.LINK:
            return _("opened a link that went to her own address")
        case ProofBy.ACCOUNT:
            return _("signed in with two factors")
        case ProofBy.ASSISTED:
            return _("two of us are sure, since she cannot sign in")
        case how if how == BY_MAIL:
            return _("her mail carries the proof of its sender")
        case _:
            return how


def proof_choices() -> list[tuple[str, str]]:
    """The ways in which staff can make sure, with their words; a link proves itself."""
    return [(each.value, proof_words(each)) for each in BY_STAFF]
