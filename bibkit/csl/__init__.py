"""Citation styles: finding them, running them, printing what they make."""
