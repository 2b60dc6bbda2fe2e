"""The service charter: an operator's public word as one file that is read, checked, applied and given back.

A *charter* is one brand's file; a *promise* is one rule in it; a *problem* names line, path and remedy of
what is wrong with the file.  Reading, schema and shape are pure: they know no database and no request.
"""
