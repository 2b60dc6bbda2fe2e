"""What the pages of complaints show: the file of one, the register, tasks of departments."""
