"""The charter as the public reads it: each page is a document of plain values, shown as HTML or as JSON.

Its most important words: *edition* (one numbered charter, in force or as it stood), *document*.
"""
