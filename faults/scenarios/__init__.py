"""What is tried, one module each: a `TITLE` and `run(trial)`, which returns the checks it made."""
