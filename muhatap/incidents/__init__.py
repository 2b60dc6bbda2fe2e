"""What of a brand's service does not work, since when, and who wants to hear of it.

An *incident* is written by people and told in updates; *maintenance* is one that was planned; a
*disturbance* is what the desk noticed by itself.
"""
