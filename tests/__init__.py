"""The tests mirror `muhatap/`; beside them `world/` (who lives in them), `journeys/`, `architecture/`, `house/`."""
