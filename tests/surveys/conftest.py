"""A brand whose charter asks its customers, and a case of it that is closed."""

import pytest

from muhatap.cases import operations as cases
from muhatap.cases.statuses import ClosedReason, Status
from muhatap.kernel.actors import Actor
from tests.world import NOON, load, make_case, make_world

SURVEY = {
    "question": {"tr": "Ne kadar memnunsunuz?", "en": "How satisfied are you?"},
    "recommend": {"tr": "Önerir misiniz?", "en": "Would you recommend us?"},
    "consent": {"tr": "Yayımlayalım mı?", "en": "May we publish it?"},
    "questions": {
        "explained": {
            "text": {"tr": "Gerekçe açık mıydı?", "en": "Was it explained?"},
            "scale": "explained",
        },
        "wish": {
            "text": {"tr": "Önce ne?", "en": "What first?"},
            "scale": "choice",
            "choices": [{"tr": "Hız", "en": "Speed"}, {"tr": "Dil", "en": "Words"}],
        },
    },
    "stages": {"responded": {"question": {"tr": "Anladınız mı?", "en": "Clear?"}, "ask": ["explained"]}},
    "periodic": {
        "question": {"tr": "Genel olarak?", "en": "On the whole?"},
        "ask": ["wish"],
        "every_months": 6,
        "sample": 100,
    },
    "low_score": 2,
    "not_for": ["withdrawn", "spam", "merged"],
    "after": "1h",
    "rest_days": 30,
}
STAFF = Actor.system("test")


@pytest.fixture
def asking(db):
    """The world with a survey in its charter."""
    world = make_world()
    world.brand.survey = SURVEY
    world.brand.save(update_fields=["survey"])
    return world


def closed_case(world, at=NOON, reason=ClosedReason.SOLVED, **more):
    """A case that came and was closed at this time."""
    case = make_case(world, at=at, **more)
    cases.change_status(case=case, status=Status.CLOSED, closed=reason, by=STAFF, at=at)
    return load(case.id)
