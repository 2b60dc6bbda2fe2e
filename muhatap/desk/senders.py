"""What trusted mail servers say about the sender of a mail, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class ProofFace:
    """A small mark with words, and the single results for those who know them."""

    icon: str
    words: str
    results: str
    is_alarming: bool = False


def proof_face(authentication: Mapping[str, str]) -> ProofFace | None:
    """The mark of a mail's sender, None where no trusted server said anything."""
    results = " · ".join(
        f"{name.upper()} {authentication[name]}"
        for name in ("spf", "dkim", "dmarc")
        if name in authentication
    )
    match authentication.get("mark"):
        case "verified":
            said = {"domain": authentication.get("domain", "")}
            return ProofFace("shield", _("Sender proved: signed by %(domain)s") % said, results)
        case "unsigned":
            return ProofFace("mail", _("Sender not proved: not signed by its domain"), results)
        case "failed":
            return ProofFace("alert", _("Sender not genuine: its proof failed"), results, is_alarming=True)
        case _:
            return None


def said_nothing() -> ProofFace:
    """The mark where no trusted server said anything, for pages on which that matters."""
    return ProofFace("mail", _("Sender not proved: no mail server says anything about it"), "")
