"""Facts are documented and unambiguous, and what follows from them never comes back to its cause."""

import importlib
import inspect
import re
from dataclasses import is_dataclass
from graphlib import CycleError, TopologicalSorter
from types import CodeType, FunctionType, ModuleType

import pytest

from muhatap.cases import operations as cases
from muhatap.cases.events import CaseStatusChanged, MessagePosted
from muhatap.kernel.facts import Fact
from tests.architecture.source import PACKAGE, complain


def all_facts() -> set[type[Fact]]:
    """Every fact of the product that has a name of its own."""
    for path in PACKAGE.glob("*/events.py"):
        importlib.import_module(f"muhatap.{path.parent.name}.events")
    found, waiting = set(), [Fact]
    while waiting:
        children = waiting.pop().__subclasses__()
        waiting += children
        found |= {fact for fact in children if fact.__module__.startswith("muhatap.") and fact.kind}
    return found


def reactions() -> dict:
    return importlib.import_module("muhatap.wiring.reactions").REACTIONS


def every_listener(reaction) -> tuple:
    return (*reaction.together, *reaction.ending, *reaction.afterwards)


def test_facts_are_frozen_documented_and_named():
    findings = []
    for fact in all_facts():
        name = f"{fact.__module__}.{fact.__name__}"
        if not is_dataclass(fact) or not fact.__dataclass_params__.frozen:
            findings.append(f"{name} is no frozen dataclass")
        # A dataclass without a docstring gets its signature as one.
        if not fact.__doc__ or fact.__doc__.startswith(f"{fact.__name__}("):
            findings.append(f"{name} has no docstring")
        if not re.fullmatch(r"[a-z_]+\.[a-z_]+", fact.kind):
            findings.append(f"{name} is stored as {fact.kind!r}, not as noun.verb")
    complain(findings, "A fact is a frozen dataclass that says in one sentence what happened.")


def test_no_two_facts_share_a_name():
    names = sorted(fact.kind for fact in all_facts())
    assert len(names) == len(set(names)), names


def test_listeners_are_public_reactions_of_their_domain():
    findings = []
    for fact, reaction in reactions().items():
        for listener in every_listener(reaction):
            plain = inspect.unwrap(listener)
            path = f"{plain.__module__}.{plain.__qualname__}"
            if not re.fullmatch(r"muhatap\.\w+\.(reactions|operations)(\.\w+)*\.[a-z]\w*", path):
                findings.append(f"{fact.__name__} → {path}")
            elif getattr(importlib.import_module(plain.__module__), plain.__name__, None) is not listener:
                findings.append(f"{fact.__name__} → {path} cannot be imported by that name")
    complain(findings, "A listener is a public function of a domain's reactions or operations.")


def test_consequences_never_return_to_their_cause():
    graph = {
        fact: set().union(*(facts_recorded_by(listener) for listener in every_listener(reaction)))
        for fact, reaction in reactions().items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail("These facts cause each other: " + " ← ".join(fact.__name__ for fact in error.args[1]))


def test_the_reading_of_code_sees_through_aliases_and_private_functions():
    def listener(**known):
        return cases.post_message(**known)

    assert {MessagePosted, CaseStatusChanged} <= facts_recorded_by(listener)
    assert facts_recorded_by(all_facts) == set()


def facts_recorded_by(listener) -> set[type[Fact]]:
    """The facts that a function, or any function of the product that it reaches, may make."""
    found, seen, waiting = set(), set(), [inspect.unwrap(listener)]
    while waiting:
        function = waiting.pop()
        if function in seen:
            continue
        seen.add(function)
        for thing in _named_in(function):
            if isinstance(thing, type) and issubclass(thing, Fact) and thing.kind:
                found.add(thing)
            elif callable(thing) and isinstance(plain := inspect.unwrap(thing), FunctionType):
                waiting += [plain] if plain.__module__.startswith("muhatap.") else []
    return found


def _named_in(function: FunctionType):
    """What the names in a function's code stand for: globals, and attributes of imported modules."""
    names = _names(function.__code__)
    known = [function.__globals__[name] for name in names if name in function.__globals__]
    yield from known
    for module in known:
        if isinstance(module, ModuleType) and module.__name__.startswith("muhatap."):
            yield from (getattr(module, name) for name in names if hasattr(module, name))


def _names(code: CodeType) -> set[str]:
    inner = (constant for constant in code.co_consts if isinstance(constant, CodeType))
    return set(code.co_names).union(*(_names(each) for each in inner))
