"""The design system: layouts, components, icons and the words of a clock; it knows no domain."""
