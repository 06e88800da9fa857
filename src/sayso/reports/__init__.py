"""Page to Report: the text that a person would read, and what the page says of itself."""
