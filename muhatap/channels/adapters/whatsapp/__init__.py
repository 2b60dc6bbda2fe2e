"""WhatsApp by its Business Cloud API: what comes in by webhook, and when our own words may go out.

What calls the other side (sending, fetching files) is `integrations.whatsapp`.
"""
