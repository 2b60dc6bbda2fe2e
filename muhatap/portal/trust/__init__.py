"""The trust page: what is really set up here, in plain words, and what it means for the customer."""
