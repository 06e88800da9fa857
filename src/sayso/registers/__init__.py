"""From a mention to an entry: who, where and when the words of a report mean."""
