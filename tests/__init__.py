"""The tests mirror `muhatap/`; beside them: `world`, `journeys`, `architecture`, `house` (what runs them)."""
