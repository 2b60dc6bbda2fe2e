"""The telephone: calls are made by people, on their own device or by a telephone system that is asked."""
