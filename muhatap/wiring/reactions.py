"""What follows what: to facts, this page is what `urls.py` is to requests."""

from muhatap.accounts.events import DeviceSeen, FactorsTakenOff, GlassBroken, GlassReviewed
from muhatap.audit.recording import Reaction
from muhatap.cases import reactions as cases
from muhatap.cases.events import (
    AccountHelpAgreed,
    CaseAssigned,
    CaseOpened,
    CasesJoined,
    CasesParted,
    CaseStatusChanged,
    ContentErased,
    DissatisfactionExpressed,
    IdentityConfirmed,
    MessagePosted,
    MilestoneReached,
    PriorityChanged,
    TellingChanged,
    TopicCorrected,
    WorkAnswered,
    WorkGiven,
    WorkWithdrawn,
)
from muhatap.channels import reactions as channels
from muhatap.channels.events import (
    CallAttempted,
    CallbackEnded,
    CallbackMoved,
    CallbackPromised,
    ChatEnded,
    MailLacksAnswers,
)
from muhatap.charters import reactions as charters
from muhatap.charters.events import CharterProposed, CharterScheduleRefused
from muhatap.complaints import reactions as complaints
from muhatap.complaints.events import (
    ComplaintMoved,
    ComplaintRegistered,
    CustomerChased,
    DecisionProposed,
    DepartmentAsked,
    PassingAsked,
)
from muhatap.customers.events import CustomersJoined, CustomersParted
from muhatap.desk import reactions as desk
from muhatap.evidence import reactions as evidence
from muhatap.evidence.events import IdentityLookAgreed
from muhatap.files.events import FileQuarantined
from muhatap.incidents.events import IncidentEnded, IncidentOpened, IncidentUpdated
from muhatap.kernel.facts import Fact
from muhatap.letters import reactions as letters
from muhatap.letters.events import LetterPutAside, LetterSent
from muhatap.money import reactions as money
from muhatap.portal import reactions as portal
from muhatap.privacy import reactions as privacy
from muhatap.problems import reactions as problems
from muhatap.promises import reactions as promises
from muhatap.promises.events import ClockBroken, ClockStepReached, LaterLimitAsked, LongerPauseAsked
from muhatap.quality.events import (
    CertificateIssued,
    CertificateRevoked,
    ReviewersCompared,
    ReviewFinished,
    ReviewShared,
)
from muhatap.reports import reactions as reports
from muhatap.reports.events import BoundLeft
from muhatap.routing import reactions as routing
from muhatap.surveys import reactions as surveys

REACTIONS: dict[type[Fact], Reaction] = {
    GlassBroken: Reaction(afterwards=(desk.tell_of_glass,)),
    GlassReviewed: Reaction(afterwards=(desk.tell_of_judgement,)),
    DeviceSeen: Reaction(afterwards=(desk.tell_of_device,)),
    FactorsTakenOff: Reaction(afterwards=(desk.tell_of_factors,)),
    CustomersJoined: Reaction(together=(cases.follow_customers_joined,)),
    CustomersParted: Reaction(together=(cases.follow_customers_parted,)),
    CaseOpened: Reaction(
        together=(promises.start_on_opening, complaints.register_on_opening, privacy.begin_on_opening),
        ending=(promises.acknowledge_opening,),
        afterwards=(problems.match_on_opening, letters.prepare_on_opening),
    ),
    MessagePosted: Reaction(
        # Whoever writes loses her mark first, so that the acknowledgement reaches her.
        together=(
            channels.clear_on_writing,
            # Whether a letter may wait for quiet hours is asked of the limit that runs until it stops.
            channels.send_on_message,
            channels.show_what_came,
            promises.answer_on_message,
            evidence.take_in_files,
            complaints.follow_message,
        )
    ),
    TellingChanged: Reaction(together=(channels.reconsider_on_telling,)),
    IdentityLookAgreed: Reaction(afterwards=(evidence.alarm_on_look,)),
    FileQuarantined: Reaction(together=(evidence.quarantine_evidence,)),
    ContentErased: Reaction(together=(channels.destroy_on_erasure,)),
    CaseStatusChanged: Reaction(
        together=(
            complaints.keep_open,
            promises.follow_status,
            routing.follow_return,
            surveys.plan_on_status,
        )
    ),
    CasesJoined: Reaction(together=(promises.carry_on_joining, complaints.follow_joining)),
    CasesParted: Reaction(together=(promises.give_back_on_parting,)),
    CaseAssigned: Reaction(together=(promises.follow_assignment,)),
    PriorityChanged: Reaction(together=(promises.follow_triage,)),
    TopicCorrected: Reaction(together=(promises.follow_topic,), afterwards=(portal.ask_on_topic,)),
    WorkGiven: Reaction(afterwards=(cases.tell_of_work_given,)),
    WorkAnswered: Reaction(afterwards=(cases.tell_of_work_answered,)),
    WorkWithdrawn: Reaction(afterwards=(cases.tell_of_work_withdrawn,)),
    MilestoneReached: Reaction(
        together=(promises.follow_milestone, surveys.plan_on_milestone),
        afterwards=(letters.prepare_on_milestone, evidence.prepare_verified, privacy.suspect_on_milestone),
    ),
    LetterSent: Reaction(together=(money.follow_letter, privacy.follow_letter)),
    LetterPutAside: Reaction(together=(money.follow_letter, privacy.take_back)),
    IdentityConfirmed: Reaction(together=(privacy.note_identity,)),
    ChatEnded: Reaction(together=(surveys.ask_at_chat_end,)),
    CallbackPromised: Reaction(together=(promises.follow_callback,), afterwards=(portal.tell_of_callback,)),
    CallbackMoved: Reaction(together=(promises.follow_callback_move,), afterwards=(portal.tell_of_callback,)),
    CallAttempted: Reaction(together=(promises.follow_call,)),
    CallbackEnded: Reaction(together=(promises.follow_callback_end,), afterwards=(portal.tell_of_callback,)),
    AccountHelpAgreed: Reaction(together=(portal.help_account,)),
    IncidentOpened: Reaction(afterwards=(portal.tell_followers,)),
    IncidentUpdated: Reaction(afterwards=(portal.tell_followers,)),
    IncidentEnded: Reaction(afterwards=(portal.tell_followers,)),
    MailLacksAnswers: Reaction(afterwards=(portal.ask_on_mail,)),
    DissatisfactionExpressed: Reaction(
        together=(promises.start_on_objection, complaints.follow_objection),
        afterwards=(promises.tell_of_objection,),
    ),
    ComplaintMoved: Reaction(together=(complaints.ask_at_stage,), afterwards=(complaints.prepare_on_move,)),
    ComplaintRegistered: Reaction(afterwards=(complaints.acknowledge_registering,)),
    DecisionProposed: Reaction(afterwards=(complaints.tell_second_people, complaints.prepare_on_decision)),
    PassingAsked: Reaction(afterwards=(complaints.tell_second_people,)),
    DepartmentAsked: Reaction(afterwards=(complaints.tell_department,)),
    CustomerChased: Reaction(afterwards=(complaints.climb_on_chaser,)),
    CharterProposed: Reaction(afterwards=(charters.tell_of_proposal,)),
    CharterScheduleRefused: Reaction(afterwards=(charters.tell_of_refusal,)),
    LaterLimitAsked: Reaction(afterwards=(promises.tell_of_question,)),
    LongerPauseAsked: Reaction(afterwards=(promises.tell_of_longer_pause,)),
    ClockStepReached: Reaction(afterwards=(promises.tell_of_step,)),
    ClockBroken: Reaction(afterwards=(promises.tell_of_step, complaints.prepare_on_break)),
    CertificateIssued: Reaction(together=(desk.follow_certificate,)),
    CertificateRevoked: Reaction(together=(desk.follow_revocation,)),
    BoundLeft: Reaction(afterwards=(desk.improve_on_alert,)),
    ReviewFinished: Reaction(afterwards=(reports.count_review,)),
    ReviewShared: Reaction(afterwards=(reports.count_for_agent,)),
    ReviewersCompared: Reaction(afterwards=(reports.count_agreement,)),
}
