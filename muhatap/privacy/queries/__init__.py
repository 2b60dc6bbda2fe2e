"""What privacy is asked, a file for each subject."""
