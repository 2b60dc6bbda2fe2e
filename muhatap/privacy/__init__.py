"""What the law of data protection asks of the desk: requests of the people concerned, keeping and ending.

Its most important words: *privacy request*, *holding*, *erasure*, *retention*, *breach*, *processing*.
"""
