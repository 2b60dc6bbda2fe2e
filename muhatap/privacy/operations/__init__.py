"""What can be done in privacy, a file for each subject."""
