"""Learn the weights of weighing: `python -m training.weighing relations|ties|words [--data DIR]`.

Writes the parts of src/sayso/codebook/weighing.toml and common_words.toml; NumPy only, seeded by names, a minute each.
"""
