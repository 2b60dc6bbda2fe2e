"""Rules and macros at the desk: their words, their forms and what their pages show."""
