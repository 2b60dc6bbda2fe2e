"""Muhatap: a customer service and complaint desk that runs an operator's service charter."""
