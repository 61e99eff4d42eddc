"""What an event, a query, a view and an error are. Standard library only."""
