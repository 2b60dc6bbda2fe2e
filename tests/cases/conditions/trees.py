"""Conditions made up by hypothesis, in their normal form."""

from hypothesis import strategies as st

from muhatap.cases.conditions import Test, Words, all_of, any_of, negated
from muhatap.cases.conditions.fields import Kind
from muhatap.cases.conditions.known import vocabulary
from muhatap.cases.conditions.tree import JOINING_WORDS

ORDERS = ("<", "<=", ">", ">=")
SPANS = st.builds(lambda n, unit: f"{n}{unit}", st.integers(-60, 200), st.sampled_from("mhdw"))
DAYS = st.one_of(
    st.sampled_from(("today", "yesterday", "tomorrow")),
    st.dates().filter(lambda day: 1901 < day.year < 8999).map(lambda day: day.isoformat()),
    st.integers(1, 30).map(lambda day: f"2026-11-{day:02}"),
)
CODES = st.sampled_from(
    ("PAY-WD", "acc-login", "COMPLAINT", "pay*", "payments", "accounts", "nehir", "gold", "vip", "geri*", "x")
)
MAILS = st.sampled_from(("deniz@nehir.example", "selin@nehir.example", "nobody@nehir.example"))
TEXTS = st.one_of(
    st.sampled_from(("elif", "Şule", "ozturk", "@posta.example", "hakan@posta.example", "YILDIRIM", "para")),
    st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=6),
)
WORDS = st.one_of(
    st.sampled_from(("para", "şikayet", "bekliyorum", "çekme", "tarih", "zebra", "TALEBIM")),
    st.text(st.characters(codec="utf-8", categories=("Lu", "Ll", "Nd")), min_size=1, max_size=9),
)


def _test(field):
    coded = st.sampled_from([choice.code for choice in field.choices] or ["x"])
    match field.kind:
        case Kind.CHOICE | Kind.FLAG:
            return _several(field.name, coded)
        case Kind.RANK:
            return st.one_of(_several(field.name, coded), _ordered(field.name, coded))
        case Kind.DAY:
            if field.name in {"before", "after"}:
                return _several(field.name, DAYS)
            return st.one_of(_several(field.name, DAYS), _ordered(field.name, DAYS))
        case Kind.AHEAD:
            return st.one_of(_several(field.name, DAYS), _ordered(field.name, st.one_of(DAYS, SPANS)))
        case Kind.SPAN:
            return _ordered(field.name, SPANS)
        case Kind.PERSON:
            return _several(field.name, st.one_of(coded, MAILS))
        case Kind.ANSWER:
            name = st.sampled_from(("field.amount", "field.reason", "field.count", "field.agreed"))
            values = st.sampled_from(("100", "99.5", "late", "YES", "no", "*", "-3"))
            numbers = st.integers(-2000, 200_000).map(str)
            return st.one_of(
                st.builds(Test, name, st.lists(values, min_size=1, max_size=3, unique=True).map(tuple)),
                st.builds(lambda n, v, o: Test(n, (v,), o), name, numbers, st.sampled_from(ORDERS)),
            )
        case Kind.CODE:
            return _several(field.name, st.one_of(CODES, coded) if field.choices else CODES)
    return _several(field.name, TEXTS)


def _several(name, values):
    return st.builds(Test, st.just(name), st.lists(values, min_size=1, max_size=3, unique=True).map(tuple))


def _ordered(name, values):
    return st.builds(lambda value, order: Test(name, (value,), order), values, st.sampled_from(ORDERS))


def _words(form, said):
    return st.builds(Words, said.filter(lambda text: text not in JOINING_WORDS), st.just(form))


def conditions():
    """Any condition in its normal form."""
    tests = st.one_of(*(_test(field) for field in vocabulary().fields))
    phrases = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
    leaves = st.one_of(
        tests,
        tests,
        _words("word", WORDS),
        _words("prefix", WORDS),
        st.builds(Words, phrases, st.just("phrase")),
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(all_of),
            st.lists(inner, min_size=2, max_size=3).map(any_of),
            inner.map(negated),
        ),
        max_leaves=6,
    )
