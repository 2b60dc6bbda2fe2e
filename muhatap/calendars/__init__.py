"""Working hours, holidays and zones; the arithmetic of every due time, pure and exact."""
