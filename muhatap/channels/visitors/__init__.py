"""What every client of a visitor asks, whichever way it came: the widget, the app.

Its most important words: *call* (one question with brand, origin and secret), *opening* (what a chat
begins with), *surroundings* (what is asked of higher floors).
"""
