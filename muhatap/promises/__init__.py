"""Promises of the charter and their clocks: start, pause, keep, miss, and the steps in between."""
