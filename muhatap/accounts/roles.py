"""Which role may do what: pure data, read by doors."""

from enum import StrEnum


class Role(StrEnum):
    """The roles of a brand's staff (product: roles and what they may never do)."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    COMPLIANCE = "compliance"
    ADMIN = "admin"
    AUDITOR = "auditor"
    SPECIALIST = "specialist"


class Permission(StrEnum):
    """What a door asks for."""

    READ_CASES = "cases.read"
    ANSWER_CASES = "cases.answer"
    ASSIGN_OTHERS = "cases.assign_others"
    ERASE_CONTENT = "content.erase"
    READ_AUDIT = "audit.read"
    CONFIGURE = "desk.configure"
    READ_OUTBOX = "outbox.read"
    AGREE_LATER = "promises.agree_later"
    READ_SOURCE = "source.read"
    DECIDE_LAW = "law.decide"
    APPROVE_CHARTER = "charter.approve"
    ANNOUNCE = "announcements.publish"
    WRITE_ARTICLES = "articles.write"
    ANSWER_TASKS = "tasks.answer"
    SECOND_COMPLAINTS = "complaints.second"
    READ_REGISTER = "register.read"
    MANAGE_RULES = "rules.manage"
    JOIN_CUSTOMERS = "customers.join"
    OPEN_IDENTITY = "evidence.identity"
    OPEN_ORIGINALS = "evidence.originals"
    OPEN_QUARANTINE = "evidence.quarantine"
    HOLD_EVIDENCE = "evidence.hold"
    SEE_REVIEWS = "reviews.see"
    MANAGE_PROBLEMS = "problems.manage"
    REVIEW_WORK = "quality.review"
    MANAGE_IMPROVEMENTS = "improvements.manage"
    READ_SECURITY = "security.read"
    READ_LEDGER = "ledger.read"
    BREAK_GLASS = "glass.break"
    REVIEW_GLASS = "glass.review"
    SEE_IDENTIFIERS = "identifiers.see"
    MANAGE_ACCESS = "access.manage"
    SECOND_ACCESS = "access.second"
    TELL_STANDING = "standing.tell"
    KEEP_BREACHES = "breaches.keep"
    READ_BREACHES = "breaches.read"
    SECOND_BREACHES = "breaches.second"
    KEEP_AUDITS = "audits.keep"
    READ_AUDITS = "audits.read"


_READ_AND_ANSWER = frozenset({Permission.READ_CASES, Permission.ANSWER_CASES, Permission.ANSWER_TASKS})

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.AGENT: _READ_AND_ANSWER | {Permission.BREAK_GLASS, Permission.SEE_IDENTIFIERS},
    Role.SUPERVISOR: _READ_AND_ANSWER
    | {
        Permission.ASSIGN_OTHERS,
        Permission.READ_OUTBOX,
        Permission.READ_AUDIT,
        Permission.AGREE_LATER,
        Permission.READ_SOURCE,
        Permission.ANNOUNCE,
        Permission.WRITE_ARTICLES,
        Permission.SECOND_COMPLAINTS,
        Permission.READ_REGISTER,
        Permission.MANAGE_RULES,
        Permission.JOIN_CUSTOMERS,
        Permission.OPEN_IDENTITY,
        Permission.OPEN_ORIGINALS,
        Permission.MANAGE_PROBLEMS,
        Permission.REVIEW_WORK,
        Permission.MANAGE_IMPROVEMENTS,
        Permission.REVIEW_GLASS,
        Permission.SEE_IDENTIFIERS,
        Permission.TELL_STANDING,
    },
    Role.COMPLIANCE: _READ_AND_ANSWER
    | {
        Permission.ASSIGN_OTHERS,
        Permission.ERASE_CONTENT,
        Permission.READ_AUDIT,
        Permission.READ_OUTBOX,
        Permission.AGREE_LATER,
        Permission.READ_SOURCE,
        Permission.DECIDE_LAW,
        Permission.APPROVE_CHARTER,
        Permission.ANNOUNCE,
        Permission.WRITE_ARTICLES,
        Permission.SECOND_COMPLAINTS,
        Permission.READ_REGISTER,
        Permission.MANAGE_RULES,
        Permission.JOIN_CUSTOMERS,
        Permission.OPEN_IDENTITY,
        Permission.OPEN_ORIGINALS,
        Permission.OPEN_QUARANTINE,
        Permission.HOLD_EVIDENCE,
        Permission.SEE_REVIEWS,
        Permission.MANAGE_PROBLEMS,
        Permission.REVIEW_WORK,
        Permission.MANAGE_IMPROVEMENTS,
        Permission.READ_SECURITY,
        Permission.READ_LEDGER,
        Permission.SECOND_ACCESS,
        Permission.REVIEW_GLASS,
        Permission.SEE_IDENTIFIERS,
        Permission.TELL_STANDING,
        Permission.KEEP_BREACHES,
        Permission.SECOND_BREACHES,
        Permission.READ_BREACHES,
        Permission.KEEP_AUDITS,
        Permission.READ_AUDITS,
    },
    # An administrator configures and does not read case content.
    Role.ADMIN: frozenset(
        {
            Permission.CONFIGURE,
            Permission.READ_OUTBOX,
            Permission.DECIDE_LAW,
            Permission.APPROVE_CHARTER,
            Permission.ANNOUNCE,
            Permission.WRITE_ARTICLES,
            Permission.MANAGE_RULES,
            Permission.READ_SECURITY,
            Permission.BREAK_GLASS,
            Permission.MANAGE_ACCESS,
            Permission.SECOND_ACCESS,
            Permission.TELL_STANDING,
            Permission.READ_BREACHES,
            Permission.SECOND_BREACHES,
            Permission.KEEP_AUDITS,
            Permission.READ_AUDITS,
        }
    ),
    Role.AUDITOR: frozenset(
        {
            Permission.READ_CASES,
            Permission.READ_AUDIT,
            Permission.READ_SOURCE,
            Permission.READ_REGISTER,
            Permission.READ_SECURITY,
            Permission.READ_LEDGER,
            Permission.READ_BREACHES,
            Permission.READ_AUDITS,
        }
    ),
    # Somebody of another department: her tasks and what is shown with them, and nothing of a case.
    Role.SPECIALIST: frozenset({Permission.ANSWER_TASKS}),
}

SEES_ALL_QUEUES = frozenset({Role.SUPERVISOR, Role.COMPLIANCE, Role.AUDITOR})
