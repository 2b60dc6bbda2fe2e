"""Public posts that the operator's connector brings: masked on arrival, answered with a way to us."""
