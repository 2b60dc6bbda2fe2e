"""Pages of the registers that those who answer for the desk keep: standing, audits, breaches, processing."""
