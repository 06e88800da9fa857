"""Where pages come from: files, folders, standard input. Each is kept byte for byte."""
