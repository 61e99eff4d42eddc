"""Pure functions from events to styled text. They know no widget, no theme and no terminal."""
