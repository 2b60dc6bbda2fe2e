"""What happened to personal data; each subject has its own page of facts."""
