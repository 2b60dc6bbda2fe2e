"""Rules for tests: written, previewed and switched on in one step, and the world made to turn."""

from datetime import datetime, timedelta

from muhatap.accounts.models import Staff
from muhatap.audit import relay
from muhatap.automation import operations as automation
from muhatap.automation.actions import Action, Do
from muhatap.automation.models import Rule
from muhatap.automation.triggers import trigger_of
from muhatap.kernel.actors import Actor
from tests.world import NOON, World

RULES = Actor.system("rules")
TURNS_AT_MOST = 60


def by(staff: Staff) -> Actor:
    """A person as actor."""
    return Actor.staff(staff.pk)


def letter(text: str = "Merhaba, {{case.number}} numaralı kaydınıza bakıyoruz.") -> Action:
    """A letter in both languages of the brand."""
    return Action(Do.LETTER, "", {"tr": text, "en": "Hello, we look at {{case.number}}."})


def content(
    name: str = "Kural",
    when: str = "opened",
    *actions: Action,
    hours: int = 0,
    condition: str = "",
    stops: bool = False,
) -> automation.RuleContent:
    """What a rule says."""
    return automation.RuleContent(
        name=name, trigger=trigger_of(when, hours), condition=condition, actions=actions, stops=stops
    )


def make_rule(world: World, said: automation.RuleContent, at: datetime = NOON, *, on: bool = True) -> Rule:
    """A rule by Mert, previewed, and switched on unless it is to stay off; Pelin agrees where two must."""
    mert, pelin = world.staff["mert"], world.staff["pelin"]
    rule = automation.write_rule(brand=world.brand, content=said, staff=mert, by=by(mert), at=at)
    preview(rule, mert, at)
    if not on:
        return rule
    try:
        automation.switch_on(rule=rule, staff=mert, by=by(mert), at=at)
    except automation.NeedsSecondPerson:
        proposal = automation.propose_rule(rule=rule, reason="deneme", by=by(mert), at=at)
        automation.approve_rule(rule=rule, proposal=proposal, staff=pelin, by=by(pelin), at=at)
    return rule


def preview(rule: Rule, staff: Staff, at: datetime):
    """Preview the newest version."""
    version = rule.versions.get(number=rule.newest)
    return automation.preview_rule(rule=rule, version=version, staff=staff, by=by(staff), at=at)


def turn(at: datetime = NOON) -> int:
    """Publish and show everything to the rules until nothing is left; how many rounds that took."""
    for rounds in range(TURNS_AT_MOST):
        relay.publish(at=at)
        if not automation.follow_events(by=RULES, at=at):
            return rounds
    raise AssertionError("the rules do not end")


def later(**span: float) -> datetime:
    """A moment after noon."""
    return NOON + timedelta(**span)
