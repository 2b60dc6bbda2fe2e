"""Real servers on loopback for the tests: IMAP by Dovecot, SMTP by aiosmtpd."""
