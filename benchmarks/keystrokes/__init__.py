"""Queries typed with the keyboard program switched off: what a person's keys are, and how well they are read."""
