"""The tables of privacy, a file for each subject."""
