"""The demo operator: invented people, cases in every state and their history, by the real operations."""

from muhatap.wiring.demo.making import make_demo
from muhatap.wiring.demo.people import Login, demo_logins

__all__ = ["Login", "demo_logins", "make_demo"]
