"""The help centre as customers read it: faces, feeds, listening, and the copy that needs no server."""
