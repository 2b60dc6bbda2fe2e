"""The sub-commands of `muhatap`: each has `add_arguments(parser)` and `run(options) -> exit code`."""
