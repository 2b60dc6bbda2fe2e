"""Rules and macros: conditions and actions, each action an operation that people have too.

A *rule* acts by itself when something happened or a moment has come; a *macro* is several actions that a
person runs; a *firing* is one time that a rule acted on one case, with what caused it.
"""
