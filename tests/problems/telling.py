"""Problems as tests tell them."""

from datetime import date, timedelta

from muhatap.kernel.actors import Actor
from muhatap.problems import operations as problems
from muhatap.problems.hooks import Affected, AffectedAnswer
from muhatap.problems.states import State
from tests.world import NOON

WORDS = problems.Words(
    titles={"tr": "Giriş kodu gelmiyor", "en": "The sign-in code does not arrive"},
    texts={"tr": "SMS ile giden kodlar gecikiyor.", "en": "Codes by text message are late."},
    meanwhile={"tr": "Kodu uygulamadan alın.", "en": "Take the code from the app."},
    article="/nehir/contact/",
)


def known(world, **more):
    """What is known of the problem with the sign-in code."""
    said = {
        "title": "SMS sağlayıcısında kuyruk",
        "owner": world.staff["mert"],
        "error_code": "ERR-1042",
        "topics": ["ACC-LOGIN"],
        "severity": 2,
    }
    return problems.Description(**{**said, **more})


def opened(world, *, at=NOON, brand=None, **more):
    """A suspected problem of Nehir, owned by Mert."""
    by = Actor.staff(world.staff["mert"].pk)
    return problems.open_problem(brand=brand or world.brand, known=known(world, **more), by=by, at=at)


def confirmed(world, *, at=NOON, **more):
    """A confirmed one."""
    problem = opened(world, at=at, **more)
    problems.move(problem=problem, to=State.CONFIRMED, by=Actor.staff(world.staff["mert"].pk), at=at)
    return problem


def fixed(world, *, at=NOON, on=date(2026, 11, 18), **more):
    """One whose fix is out since a day, and that is watched."""
    said = {"root_cause": "Sağlayıcı kuyruğu doldu", "fix": "Yedek sağlayıcı devrede", "fixed_on": on}
    problem = confirmed(world, at=at, **{**said, **more})
    by = Actor.staff(world.staff["mert"].pk)
    problems.move(problem=problem, to=State.FIXED, by=by, at=at)
    problems.tend(by=Actor.system("problems"), at=at + timedelta(minutes=1))
    problem.refresh_from_db()
    return problem


def answer_of_the_operator(problem, at):
    """What the operator's system says: two people, one of them twice, and something that is no address."""
    people = [Affected("Ayse@posta.example", "Ayşe Tok", "tr"), Affected("ayse@posta.example"), Affected("x")]
    return AffectedAnswer("call_1", "answered", [*people, Affected("bob@mail.example", "Bob", "en")])
