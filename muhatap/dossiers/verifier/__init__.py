"""The verifier of dossiers: its modules travel in each dossier, joined into one file for plain Python."""
