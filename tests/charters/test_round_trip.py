"""What is given back as a file reads as the same charter, whatever the texts are."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.charters.loading import load
from muhatap.charters.reading import read
from muhatap.charters.shape import CharterDocument, document_from
from muhatap.charters.texts import Text
from muhatap.charters.writing import export
from tests.charters.small import SMALL

PLAIN = load(SMALL, "small").values
_LETTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufffe\uffff\ufeff")
words = st.text(_LETTERS | st.sampled_from("\n\t#:-'\"[]{}&*!|>%@`,? ~"), min_size=1, max_size=60).filter(
    str.strip
)
texts = st.fixed_dictionaries({"tr": words, "en": words})
codes = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True).filter(lambda code: code != "transaction")
steps = st.fixed_dictionaries(
    {"at": st.just(100), "do": st.just(["tell"]), "to": st.sampled_from(["owner", "compliance"])},
    optional={"tell_customer": st.booleans()},
)
fields = st.fixed_dictionaries(
    {"code": codes, "label": texts, "kind": st.sampled_from(["text", "long_text"])},
    optional={"help": texts, "required": st.booleans(), "min_length": st.integers(1, 9)},
)


@st.composite
def charters(draw):
    plain = copy.deepcopy(PLAIN)
    plain["brand"]["name"] = draw(words.filter(lambda each: len(each) < 60))
    plain["topics"][0] |= draw(st.fixed_dictionaries({"name": texts}, optional={"description": texts}))
    plain["topics"][0]["fields"] += draw(st.lists(fields, max_size=3, unique_by=lambda each: each["code"]))
    plain["topics"][0]["quick_fixes"] = [{"text": each} for each in draw(st.lists(texts, max_size=3))]
    plain["ladder"] = {
        "default": draw(st.lists(steps, min_size=1, max_size=1)),
        "clocks": {"ack": draw(st.lists(steps, max_size=1))},
    }
    plain["promises"][0]["target"] = f"{draw(st.integers(1, 72))}h"
    plain["calendars"]["office"]["half_days_count"] = draw(st.booleans())
    plain["groups"] |= {
        code: {"name": name} for code, name in draw(st.dictionaries(codes, texts, max_size=2)).items()
    }
    return document_from(plain)


@given(charters())
def test_a_charter_given_back_reads_as_the_same(document):
    again = read(export(document))
    assert again == document
    assert again.digest == document.digest


@given(charters())
def test_canonical_json_holds_the_whole_charter(document):
    assert document_from(json.loads(document.canonical_json())) == document


def test_the_digest_does_not_depend_on_spelling():
    document = read(SMALL)
    written = SMALL.replace("{tr: Form, en: Form}", '{"en": "Form", tr: Form}')
    written = written.replace("    limit: 72h\n", "    limit: 72h\n    public: true\n") + "# The end.\n"
    assert read(written) == document
    assert read(written).digest == document.digest


def test_the_digest_depends_on_every_word():
    assert read(SMALL.replace("target: 24h", "target: 23h")).digest != read(SMALL).digest
    assert read(SMALL.replace("Genel", "Genel kuyruk")).digest != read(SMALL).digest


def test_the_digest_depends_on_the_order_of_the_file():
    lines = SMALL.splitlines(keepends=True)
    social = next(index for index, line in enumerate(lines) if line.startswith("  social:"))
    form = next(index for index, line in enumerate(lines) if line.startswith("  web_form:"))
    lines[social], lines[form] = lines[form], lines[social]
    assert read("".join(lines)).digest != read(SMALL).digest


def test_defaults_are_left_out_and_come_back():
    document = read(SMALL)
    assert "half_days_count" not in document.to_json()["calendars"]["office"]
    assert document.calendars[0].half_days_count is True
    assert document.ladder.steps_of("resolve") == document.ladder.default


def test_a_text_answers_in_a_language_it_has():
    text = Text((("tr", "Evet"), ("en", "Yes")))
    assert (text.in_language("en"), text.in_language("de")) == ("Yes", "Evet")


def test_a_document_cannot_be_changed():
    document = read(SMALL)
    with pytest.raises(AttributeError):
        document.charter = 2
    assert isinstance(document, CharterDocument)
    assert hash(document) == hash(read(SMALL))


def test_a_promise_is_counted_by_its_own_calendar_or_its_channels():
    document = read(SMALL)
    assert document.calendar_of(document.promises[0]) == "office"
    own = SMALL.replace("    limit: 2bd\n", "    limit: 2bd\n    calendar: late\n")
    own = own.replace(
        "channels:\n",
        '  late:\n    name: {tr: Geç, en: Late}\n    hours: {mon: [["10:00", "20:00"]]}\nchannels:\n',
        1,
    )
    document = read(own)
    assert document.calendar_of(document.promises[1]) == "late"


def test_groups_are_written_out_as_topics():
    document = read(SMALL.replace("when: {channel: [web_form]}", "when: {channel: [web_form], group: [all]}"))
    assert document.conditions_of(document.promises[0]) == {}
    assert document.conditions_of(document.promises[1]) == {"channel": ["web_form"], "topic": ["PAY"]}
