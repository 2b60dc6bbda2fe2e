"""Whatever is done to a charter, it is read, or refused with places and remedies; nothing is half-applied."""

import copy
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from muhatap.charters import operations as charters
from muhatap.charters.errors import CharterErrors
from muhatap.charters.loading import load
from muhatap.charters.reading import read
from muhatap.charters.shape import document_from
from muhatap.charters.writing import export
from muhatap.kernel.actors import Actor
from tests.charters.whole import WHOLE

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PLAIN = load(WHOLE, "whole").values
LINES = WHOLE.splitlines(keepends=True)
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 10**12), st.floats(allow_nan=False), st.text(max_size=30),
    st.sampled_from(["", "office", "72h", "0d", "99999mo", "25:00", "TR", "P1", "card", "TR-PAYMENT"]),
    st.just([]), st.just({}), st.just([[["a"]]]), st.just({"tr": "x"}), st.just({"tr": "x", "en": "y"}),
)  # fmt: skip


def places(value, path=()):
    """The paths of everything in a value."""
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, (*path, index))


PATHS = [path for path in places(PLAIN) if path]


@st.composite
def mutated(draw):
    """The whole charter with one to three values replaced, dropped, or doubled under another key."""
    plain = copy.deepcopy(PLAIN)
    for path in draw(st.lists(st.sampled_from(PATHS), min_size=1, max_size=3)):
        owner = plain
        try:
            for step in path[:-1]:
                owner = owner[step]
            match draw(st.sampled_from(("replace", "drop", "rename"))):
                case "replace":
                    owner[path[-1]] = draw(VALUES)
                case "drop":
                    del owner[path[-1]]
                case "rename":
                    owner[draw(st.text("abcdefgh_", min_size=1, max_size=6))] = owner.pop(path[-1])
        except (KeyError, IndexError, TypeError, AttributeError):
            continue
    return written(plain)


def written(plain):
    stream = io.StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.allow_unicode = True
    yaml.dump(plain, stream)
    return stream.getvalue()


@st.composite
def spoiled(draw):
    """The text of the charter with lines dropped, doubled, swapped, indented or replaced by noise."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 3))):
        here = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(("drop", "double", "swap", "indent", "noise"))):
            case "drop":
                del lines[here]
            case "double":
                lines.insert(here, lines[here])
            case "swap":
                there = draw(st.integers(0, len(lines) - 1))
                lines[here], lines[there] = lines[there], lines[here]
            case "indent":
                lines[here] = f"  {lines[here]}"
            case "noise":
                lines[here] = draw(st.text(max_size=40)) + "\n"
    return "".join(lines)


def judged(text):
    """Read the text; what it says against it names a place and a remedy for each."""
    try:
        return read(text)
    except CharterErrors as errors:
        said = errors.problems
    assert said
    assert all(each.line >= 1 and each.path and each.message and each.remedy for each in said)
    return None


@given(mutated())
def test_a_changed_charter_is_read_or_refused(text):
    document = judged(text)
    if document is not None:
        assert read(export(document)) == document


@given(spoiled())
def test_a_spoiled_file_is_read_or_refused(text):
    judged(text)


def contents():
    """Every row of every table that a charter could touch."""
    names = ("brands", "calendars", "topics", "promises", "accounts", "channels", "audit")
    models = [model for name in names for model in apps.get_app_config(name).get_models()]
    return {model._meta.label: sorted(map(repr, model.objects.values_list())) for model in models}


@pytest.mark.django_db
@given(st.one_of(mutated(), spoiled()))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_refused_changes_nothing_and_what_is_applied_is_whole(text):
    before = contents()
    try:
        applied = charters.apply_charter(text=text, source="k", by=Actor.system("test"), at=AT)
    except CharterErrors:
        assert contents() == before
        return
    document = read(text)
    assert applied.brand.code == document.brand.code
    again = charters.apply_charter(text=export(document), source="k", by=Actor.system("test"), at=AT)
    assert not again.is_new


def test_a_sample_exported_and_read_again_applies_to_the_same_state():
    for name in ("nehir", "liman"):
        text = (Path(__file__).parents[2] / "charters" / f"{name}.yaml").read_text("utf-8")
        document = read(text)
        assert read(export(document)).digest == document.digest
        assert document_from(document.to_json()) == document
