"""The public form: answers of a topic's questions become one message of the customer."""
