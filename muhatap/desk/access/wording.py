"""Security events in words: what happened, of what sort it is, and its particulars."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from muhatap.dossiers.wording import FACT_WORDS, role_words

CATEGORY_WORDS = {
    "sign_in": gettext_lazy("Sign-in"),
    "session": gettext_lazy("Sessions and devices"),
    "factor": gettext_lazy("Passwords and factors"),
    "permission": gettext_lazy("Rights and rules"),
    "key": gettext_lazy("Keys of programs"),
    "export": gettext_lazy("Taken along"),
    "erasure": gettext_lazy("Erased"),
    "refused": gettext_lazy("Refused"),
    "glass": gettext_lazy("Emergency opening"),
}
KIND_WORDS = {
    "staff.signed_in": gettext_lazy("Signed in"),
    "staff.sign_in_failed": gettext_lazy("A sign-in was refused"),
    "staff.device_seen": gettext_lazy("Signed in by a new device or network"),
    "staff.sessions_ended": gettext_lazy("Sessions were ended"),
    "staff.password_changed": gettext_lazy("The password was changed"),
    "staff.factor_changed": gettext_lazy("A second factor changed"),
    "staff.factors_taken_off": gettext_lazy("All second factors were taken off"),
    "staff.created": gettext_lazy("An account was made"),
    "staff.linked": gettext_lazy("An account was linked with the identity provider"),
    "staff.stopped": gettext_lazy("An account was stopped"),
    "staff.resumed": gettext_lazy("An account is in use again"),
    "staff.role_given": gettext_lazy("A role was given"),
    "staff.role_taken": gettext_lazy("A role was taken away"),
    "account.signed_in": gettext_lazy("A customer signed in"),
    "account.refused": gettext_lazy("A sign-in of a customer was refused"),
    "account.changed": gettext_lazy("A customer changed how she signs in"),
    "account.help_agreed": gettext_lazy("The desk locked, opened or changed the account of a customer"),
    "access.rule_set": gettext_lazy("A rule of access was set"),
    "access.refused": gettext_lazy("A door of the desk refused somebody"),
    "token.created": gettext_lazy("A program got a key"),
    "token.allowed": gettext_lazy("A second person agreed to a key that may write"),
    "token.first_used": gettext_lazy("A program used its key for the first time"),
    "token.revoked": gettext_lazy("The key of a program was taken away"),
    "app.key_changed": gettext_lazy("The key of an app changed"),
    "mail.signing_key_changed": gettext_lazy("The key that signs mail changed"),
    "keyring.rotated": gettext_lazy("The keyring has a new key"),
    "keyring.resealed": gettext_lazy("Everything is sealed by the new key"),
    "keyring.key_forgotten": gettext_lazy("An older key was destroyed"),
    "export.taken": gettext_lazy("Rows were taken along as a file"),
    "complaint.register_exported": gettext_lazy("The register of complaints was taken along"),
    "remedy.ledger_exported": gettext_lazy("The ledger of remedies was taken along"),
    "charter.applied": gettext_lazy("A charter was applied"),
    "rule_pack.activated": gettext_lazy("A rule pack came into force"),
    "proposal.approved": gettext_lazy("A second person agreed"),
    "proposal.refused": gettext_lazy("A second person did not agree"),
    "visitor.blocked": gettext_lazy("A visitor was blocked"),
    "visitor.unblocked": gettext_lazy("A visitor may write again"),
    "evidence.destroyed": gettext_lazy("Evidence was destroyed"),
}
_STEPS = {
    "password": gettext_lazy("password"),
    "factor": gettext_lazy("second factor"),
    "enrolment": gettext_lazy("code for a new factor"),
    "provider": gettext_lazy("identity provider"),
}
_FACTORS = {
    "totp": gettext_lazy("app"),
    "recovery_codes": gettext_lazy("recovery codes"),
    "webauthn": gettext_lazy("passkey"),
}
_CHANGES = {
    "added": gettext_lazy("added"),
    "removed": gettext_lazy("removed"),
    "renewed": gettext_lazy("renewed"),
}


def kind_words(kind: str) -> str:
    """What happened; a sort of fact without words of its own keeps its stored name."""
    return str(KIND_WORDS.get(kind) or FACT_WORDS.get(kind, kind))


def particulars(kind: str, content: Mapping[str, Any]) -> str:
    """What the event says beside who and when, in a few words."""
    match kind:
        case "staff.sign_in_failed":
            return str(_STEPS.get(content.get("step", ""), ""))
        case "staff.factor_changed":
            factor, change = content.get("factor", ""), content.get("change", "")
            return f"{_FACTORS.get(factor, factor)}: {_CHANGES.get(change, change)}"
        case "staff.device_seen":
            return " · ".join(filter(None, (content.get("device"), content.get("network"))))
        case "staff.sessions_ended":
            count = int(content.get("count") or 0)
            return ngettext("%(count)d session", "%(count)d sessions", count) % {"count": count}
        case "staff.role_given" | "staff.role_taken":
            before, now = (role_words(str(content.get(each) or "")) for each in ("previous", "role"))
            return " → ".join((before or "–", now or "–"))
        case "access.rule_set":
            return role_words(str(content.get("role", "")))
        case "token.created" | "token.allowed" | "token.revoked":
            return str(content.get("name", ""))
        case "keyring.rotated" | "keyring.resealed" | "keyring.key_forgotten":
            return str(content.get("key", ""))
        case "access.refused":
            return str(content.get("door", "")).partition(":")[2]
        case "export.taken" | "complaint.register_exported" | "remedy.ledger_exported":
            return _rows(content.get("rows"))
        case _:
            return ""


def _rows(count: object) -> str:
    if not isinstance(count, int):
        return _("all rows of the question")
    return ngettext("%(count)d row", "%(count)d rows", count) % {"count": count}
