"""What is worth a look in a period of a log, and the period in numbers."""
