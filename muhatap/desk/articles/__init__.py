"""Articles of the help centre as staff write them: languages side by side, what is missing, what is stale."""
