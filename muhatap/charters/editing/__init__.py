"""A charter as forms: what of it can be changed where, what a form shows, and what a sent one says.

A *place* is a path into the charter's values; a *control* is one input of a form.  All of it is pure: values
in, values out; a draft may hold what the check refuses, so that nothing typed is lost.
"""
