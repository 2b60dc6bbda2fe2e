"""Commands of `manage.py` that replace Django's."""
