"""Mentions to entries: who, where and when the words of a report mean."""
