"""The customer's side: choose a topic, try quick fixes, fill in the form, follow the case, answer."""
