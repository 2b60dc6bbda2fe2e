"""What can be done with staff and with the keys of programs."""

from muhatap.accounts.operations.access import (
    NewRule,
    WrongNetwork,
    forget_enrolment_code,
    redeem_enrolment_code,
    set_access_rule,
    take_off_factors,
)
from muhatap.accounts.operations.attending import (
    begin_visit,
    change_presence,
    end_visits,
    leave_visit,
    note_visit,
    plan_work,
)
from muhatap.accounts.operations.breaking_glass import (
    NeedsReason,
    OwnGlass,
    ReviewedAlready,
    break_glass,
    review_glass,
)
from muhatap.accounts.operations.preferring import change_preferences, change_signature, choose_notices
from muhatap.accounts.operations.rostering import ShiftTaken, add_shift, note_absence, remove_shift
from muhatap.accounts.operations.signing_in import (
    note_device,
    note_export,
    note_factor_change,
    note_failed_sign_in,
    note_password_change,
    note_refusal,
    note_sign_in,
)
from muhatap.accounts.operations.spending import spend_code
from muhatap.accounts.operations.staffing import AddressTaken, create_staff, enrol_totp, give_role, join_teams
from muhatap.accounts.operations.tokens import UnknownScope, create_token, note_token_use, revoke_token

__all__ = [
    "AddressTaken",
    "NeedsReason",
    "NewRule",
    "OwnGlass",
    "ReviewedAlready",
    "ShiftTaken",
    "UnknownScope",
    "WrongNetwork",
    "add_shift",
    "begin_visit",
    "break_glass",
    "change_preferences",
    "change_presence",
    "change_signature",
    "choose_notices",
    "create_staff",
    "create_token",
    "end_visits",
    "enrol_totp",
    "forget_enrolment_code",
    "give_role",
    "join_teams",
    "leave_visit",
    "note_absence",
    "note_device",
    "note_export",
    "note_factor_change",
    "note_failed_sign_in",
    "note_password_change",
    "note_refusal",
    "note_sign_in",
    "note_token_use",
    "note_visit",
    "plan_work",
    "redeem_enrolment_code",
    "remove_shift",
    "review_glass",
    "revoke_token",
    "set_access_rule",
    "spend_code",
    "take_off_factors",
]
