"""What a brand tells everybody without being asked: announcements now, articles later.

Its most important words: *announcement*, *severity*, *validity* (from when until when it is shown).
"""
