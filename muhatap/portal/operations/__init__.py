"""What customers do on the portal."""

from muhatap.portal.operations.accounting import (
    Locked,
    WeakPassword,
    add_factor,
    change_password,
    end_sessions,
    mail_account_link,
    note_sign_in,
    open_account_with_link,
    passes_code,
    remove_factor,
    renew_codes,
    signs_in,
)
from muhatap.portal.operations.calling import WishToBeCalled, ask_for_call, tell_of_callback
from muhatap.portal.operations.complaining import (
    NoComplaint,
    confirm_solution,
    say_about_complaint,
    say_about_remedy,
)
from muhatap.portal.operations.completing import Completion, ask_for_missing, complete_case
from muhatap.portal.operations.drafting import (
    add_file,
    begin_draft,
    forget_old_attempts,
    forget_old_drafts,
    keep_answers,
    remove_file,
    switch_topic,
    take_guide_along,
)
from muhatap.portal.operations.helping import help_account
from muhatap.portal.operations.limiting import count_attempt
from muhatap.portal.operations.linking import mail_case_link, mail_draft_link, open_with_link, renew_secret
from muhatap.portal.operations.lodging import Lodged, lodge_complaint
from muhatap.portal.operations.mailing import send_links, text_of
from muhatap.portal.operations.offering import (
    hold_document,
    mail_locker_link,
    open_locker_with_link,
    take_document,
)
from muhatap.portal.operations.phoning import (
    account_with_code,
    ask_own_code,
    ask_phone_code,
    forget_phone,
    prove_phone,
    send_codes,
)
from muhatap.portal.operations.preferring import NotWishes, Wishes, say_wishes
from muhatap.portal.operations.replying import object_to_answer, write_to_case
from muhatap.portal.operations.reporting import ImpostorReport, NotReported, report_impostor
from muhatap.portal.operations.sending import FormToSend, NotTaken, send_form
from muhatap.portal.operations.standing import mail_follow_link, mail_standing, stop_telling
from muhatap.portal.operations.voting import vote_on_fixes

__all__ = [
    "Completion",
    "FormToSend",
    "ImpostorReport",
    "Locked",
    "Lodged",
    "NoComplaint",
    "NotReported",
    "NotTaken",
    "NotWishes",
    "WeakPassword",
    "WishToBeCalled",
    "Wishes",
    "account_with_code",
    "add_factor",
    "add_file",
    "ask_for_call",
    "ask_for_missing",
    "ask_own_code",
    "ask_phone_code",
    "begin_draft",
    "change_password",
    "complete_case",
    "confirm_solution",
    "count_attempt",
    "end_sessions",
    "forget_old_attempts",
    "forget_old_drafts",
    "forget_phone",
    "help_account",
    "hold_document",
    "keep_answers",
    "lodge_complaint",
    "mail_account_link",
    "mail_case_link",
    "mail_draft_link",
    "mail_follow_link",
    "mail_locker_link",
    "mail_standing",
    "note_sign_in",
    "object_to_answer",
    "open_account_with_link",
    "open_locker_with_link",
    "open_with_link",
    "passes_code",
    "prove_phone",
    "remove_factor",
    "remove_file",
    "renew_codes",
    "renew_secret",
    "report_impostor",
    "say_about_complaint",
    "say_about_remedy",
    "say_wishes",
    "send_codes",
    "send_form",
    "send_links",
    "signs_in",
    "stop_telling",
    "switch_topic",
    "take_document",
    "take_guide_along",
    "tell_of_callback",
    "text_of",
    "vote_on_fixes",
    "write_to_case",
]
