"""What is done about a breach, each with the words for what stands against it."""

from collections.abc import Callable, Sequence
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff
from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.approvals.queries import proposal_waiting
from muhatap.cases import conditions
from muhatap.cases.models import Case
from muhatap.cases.numbers import parse_number
from muhatap.cases.queries import cases_visible_to
from muhatap.desk.moments import local_moment
from muhatap.desk.registers.forms import BreachForm
from muhatap.desk.registers.wording import LACKS
from muhatap.desk.views.door import actor
from muhatap.privacy.models import Breach
from muhatap.privacy.operations import breach_telling, breaches
from muhatap.privacy.operations.breach_telling import SILENT

_MOST = 5000
Act = Callable[[HttpRequest, Staff, Breach], None]


class Wrong(Exception):
    """It was not done; the words say why, `form` what was typed."""

    def __init__(self, words: str, status: int = 422, form: BreachForm | None = None) -> None:
        super().__init__(words)
        self.status = status
        self.form = form


def _in_words(act: Act) -> Act:
    @wraps(act)
    def done(request: HttpRequest, staff: Staff, breach: Breach) -> None:
        try:
            act(request, staff, breach)
        except breaches.BreachLacks as lacking:
            raise Wrong(str(LACKS.get(lacking.field, lacking.field))) from lacking
        except breaches.BreachIsOver as over:
            raise Wrong(_("It is closed."), 409) from over
        except breaches.MovesLater as later:
            raise Wrong(_("It may only turn out to have been known earlier."), 409) from later
        except (breaches.SamePerson, approvals.SamePerson) as same:
            raise Wrong(_("Another person than the first one has to agree."), 409) from same
        except breach_telling.LawWantsIt as law:
            raise Wrong(_("A law of one of the countries does not leave this choice."), 409) from law
        except breach_telling.LetterHasFlaws as flawed:
            words = _("The letter leaves something out: %(flaws)s") % {"flaws": "; ".join(flawed.flaws)}
            raise Wrong(words) from flawed
        except (approvals.WaitsAlready, approvals.DecidedAlready, approvals.ProposalExpired) as gone:
            raise Wrong(_("A second person is asked already, or it was decided."), 409) from gone

    return done


def _aware(request: HttpRequest, staff: Staff, breach: Breach) -> None:
    text = request.POST.get("aware_at", "").strip()
    at = timezone.now()
    aware_at = local_moment(text) if text else at
    if aware_at is None:
        raise breaches.BreachLacks("aware_at")
    breaches.say_aware(breach=breach, aware_at=aware_at, by=actor(staff), at=at)


def _confirm(request: HttpRequest, staff: Staff, breach: Breach) -> None:
    breaches.confirm_awareness(breach=breach, by=actor(staff), at=timezone.now())


def _describe(request: HttpRequest, staff: Staff, breach: Breach) -> None:
    form = BreachForm(request.POST)
    if not form.is_valid():
        raise Wrong(_("Please correct what is marked."), form=form)
    told = {name: value for name, value in form.cleaned_data.items() if name != "countries"}
    told |= {name: tuple(told[name]) for name in ("harmed", "categories")}
    known = breaches.Description(countries=form.known_countries(), **told)
    breaches.describe_breach(breach=breach, known=known, by=actor(staff), at=timezone.now())


def _notify(request: HttpRequest, staff: Staff, breach: Breach) -> None:
    breach_telling.decide_to_notify(breach=breach, by=actor(staff), at=timezone.now())


def _silence(request: HttpRequest, staff: Staff, breach: Breach) -> None:
    breach_telling.propose_silence(
        breach=breach, reason=request.POST.get("reason", ""), by=actor(staff), at=timezone.now()
    )
    messages.success(request, _("A second person is asked."))


def _agree(request: HttpRequest, staff: Staff, breach: Breach) -> None:
    breach_telling.agree_silence(proposal=_waiting(breach), by=actor(staff), at=timezone.now())


def _refuse(request: HttpRequest, staff: Staff, breach: Breach) -> None:
    reason = request.POST.get("reason", "")
    breach_telling.refuse_silence(
        proposal=_waiting(breach), reason=reason, by=actor(staff), at=timezone.now()
    )


def _authority(request: HttpRequest, staff: Staff, breach: Breach) -> None:
    breach_telling.tell_authority(
        breach=breach,
        text=request.POST.get("text", "").replace("\r\n", "\n")[:40_000],
        language=breach.brand.default_language,
        reference=request.POST.get("reference", ""),
        late_because=request.POST.get("late_because", ""),
        signer=staff,
        by=actor(staff),
        at=timezone.now(),
    )


def _people(request: HttpRequest, staff: Staff, breach: Breach) -> None:
    cases = _named(request, staff, breach)
    breach_telling.tell_people(breach=breach, cases=cases, owner=staff, by=actor(staff), at=timezone.now())
    messages.success(
        request, _("%(count)d cases stand behind it. Now write the notice.") % {"count": len(cases)}
    )


def _spare(request: HttpRequest, staff: Staff, breach: Breach) -> None:
    breach_telling.spare_people(
        breach=breach, reason=request.POST.get("reason", ""), by=actor(staff), at=timezone.now()
    )


def _close(request: HttpRequest, staff: Staff, breach: Breach) -> None:
    breaches.close_breach(
        breach=breach, lessons=request.POST.get("lessons", ""), by=actor(staff), at=timezone.now()
    )


def _named(request: HttpRequest, staff: Staff, breach: Breach) -> Sequence[Case]:
    """The cases of the brand that she sees, by numbers and by a condition."""
    seen = cases_visible_to(staff).filter(brand_id=breach.brand_id).select_related("brand", "customer")
    written = request.POST.get("numbers", "").replace(",", " ").split()[:_MOST]
    numbers = {number for each in written if (number := parse_number(each)) is not None}
    if len(numbers) < len(set(written)):
        raise Wrong(_("One of the numbers is none of ours."))
    found = {each.id: each for each in seen.filter(number__in=numbers)}
    if len(found) < len(numbers):
        raise Wrong(_("One of the cases is none of this service, or one that you do not see."))
    text = request.POST.get("condition", "").strip()
    if text:
        try:
            condition = conditions.parse(text)
            matching = seen.filter(conditions.as_q(condition, staff, timezone.now()))
            found |= {each.id: each for each in matching.order_by("id")[:_MOST]}
        except conditions.BadCondition as bad:
            raise Wrong(" ".join(conditions.words_of_fault(bad))) from bad
    return list(found.values())


def _waiting(breach: Breach) -> Proposal:
    found = proposal_waiting(breach.brand, SILENT, str(breach.id), timezone.now())
    if found is None:
        raise Wrong(_("Nobody is asked."), 409)
    return found


ACTS: dict[str, Act] = {
    name: _in_words(act)
    for name, act in {
        "aware": _aware,
        "confirm": _confirm,
        "describe": _describe,
        "notify": _notify,
        "silence": _silence,
        "agree": _agree,
        "refuse": _refuse,
        "authority": _authority,
        "people": _people,
        "spare": _spare,
        "close": _close,
    }.items()
}
# What the second of two people does.
SECONDING = frozenset({"confirm", "agree", "refuse"})
