"""The dashboards: what stands now, how it went, and the cases behind each figure."""
