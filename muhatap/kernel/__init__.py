"""The ground: base rows, facts, actors, text, sealing, numbers; no word of the business lives here."""
