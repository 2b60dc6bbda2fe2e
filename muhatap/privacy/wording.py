"""Words of privacy for staff and for the person: rights, outcomes, grounds, tables and columns of a copy."""

from django.utils.translation import gettext_lazy as _

from muhatap.kernel.purposes import Purpose
from muhatap.privacy.codes import Ground, Outcome, Right, Stays

RIGHT_WORDS = {
    Right.ACCESS: _("Information and a copy of the data"),
    Right.PORTABILITY: _("The data to take along"),
    Right.RECTIFICATION: _("Correction"),
    Right.ERASURE: _("Erasure"),
    Right.RESTRICTION: _("Restriction of processing"),
    Right.OBJECTION: _("Objection"),
    Right.WITHDRAWAL: _("Withdrawal of a consent"),
    Right.HUMAN_REVIEW: _("Review of an automated decision by a person"),
    Right.RECIPIENTS: _("Who received the data"),
    Right.COMPLAINT: _("Complaint about how data are handled"),
    Right.OTHER: _("Another right"),
}
OUTCOME_WORDS = {
    Outcome.GRANTED: _("It is granted"),
    Outcome.PARTLY: _("It is granted in part"),
    Outcome.REFUSED: _("It is refused"),
}
GROUND_WORDS = {
    Ground.UNIDENTIFIED: _("Who asks could not be made sure"),
    Ground.LEGAL_DUTY: _("A law makes us keep or withhold it"),
    Ground.LEGAL_CLAIMS: _("It is needed for legal claims"),
    Ground.RIGHTS_OF_OTHERS: _("It would harm the rights of others"),
    Ground.MANIFESTLY_UNFOUNDED: _("The request is plainly unfounded or excessive"),
    Ground.CRIME_PREVENTION: _("It would hinder the prevention of crime"),
    Ground.NOT_HELD: _("We hold no such data"),
}
STAYS_WORDS = {
    Stays.OPEN: _("The case is open"),
    Stays.HOLD: _("Legal hold"),
    Stays.ON_ITS_WAY: _("A message is still on its way"),
    Stays.COMPLAINT_FILE: _("Complaint file: kept for its class"),
    Stays.MONEY: _("Money records: kept for their class"),
}
PURPOSE_WORDS = {
    Purpose.THE_MATTER: _("To handle the matter of the people concerned"),
    Purpose.LEGAL_DUTY: _("A duty of law: an authority, a return"),
    Purpose.DEFENCE: _("To defend or pursue a legal claim"),
    Purpose.QUALITY: _("To watch the quality of our work"),
    "marketing": _("Advertising"),
    "profiling": _("Profiles of customers"),
    "other": _("Something else"),
}
LEVEL_WORDS = {
    0: _("open channel, nobody is known"),
    1: _("a way that is hers"),
    2: _("known, by questions or a call back"),
    3: _("signed in with two factors, or two of us are sure"),
}
TABLE_WORDS = {
    "cases.Case": _("Your cases"),
    "cases.Message": _("Messages"),
    "cases.Attachment": _("Files of messages"),
    "cases.WorkItem": _("Questions to departments"),
    "cases.Milestone": _("Stages of your cases"),
    "cases.IdentityProof": _("How we made sure who you are"),
    "cases.sealed_answers": _("Answers that we keep sealed"),
    "customers.Customer": _("What we know you by"),
    "customers.Identity": _("Addresses and numbers"),
    "customers.Consent": _("What you agreed to"),
    "customers.CustomerJoining": _("Entries of yours that were joined"),
    "channels.VaultItem": _("Messages as they arrived"),
    "channels.Delivery": _("What was sent to you"),
    "channels.AddressMark": _("Addresses that did not work"),
    "channels.Chat": _("Chats"),
    "channels.ChatLine": _("Lines of chats"),
    "channels.PushTarget": _("Devices that we notify"),
    "channels.Callback": _("Promised calls"),
    "channels.CallAttempt": _("Calls"),
    "channels.CallDetails": _("Transcripts of calls"),
    "promises.Clock": _("What we promised you"),
    "evidence.EvidenceItem": _("Your evidence"),
    "evidence.ItemViewing": _("Who looked at your evidence"),
    "evidence.DocumentRequest": _("Documents that we asked for"),
    "evidence.Locker": _("Your locker"),
    "surveys.SurveyAnswer": _("Your ratings"),
    "surveys.OwnAnswer": _("Your answers in surveys"),
    "money.Remedy": _("Remedies"),
    "money.RefundAnswer": _("Answers about payments"),
    "complaints.Complaint": _("Your complaints"),
    "complaints.Point": _("Points of your complaints"),
    "complaints.StageMove": _("Course of your complaints"),
    "complaints.Decision": _("Decisions"),
    "complaints.DecidedPoint": _("Decisions on single points"),
    "complaints.CustomerWord": _("What you said to a decision"),
    "complaints.InformationRequest": _("What you asked to know"),
    "problems.NoticeRecipient": _("Notices about disruptions"),
    "problems.AffectedPerson": _("Disruptions that struck you"),
    "bot.Talk": _("Talks with the assistant"),
    "bot.Line": _("What was said with the assistant"),
    "audit.Viewing": _("Who opened your cases"),
    "audit.facts": _("The record of your cases"),
    "portal.MailedLink": _("Links that we sent you"),
    "portal.CustomerAccount": _("Your account"),
    "privacy.PrivacyRequest": _("Your requests about data"),
    "privacy.DataCopy": _("Copies that were made for you"),
}


def table_words(name: str) -> str:
    """What a table of a copy is called."""
    return str(TABLE_WORDS.get(name, name))


def column_words(name: str) -> str:
    """A column as people read it: its name, which is the same in the JSON."""
    return name.replace("_", " ")


def right_words(right: str) -> str:
    """A right in words."""
    return str(RIGHT_WORDS[Right(right)])
