"""Compiles the register of parties, as set-up and packing do: `python -m sayso.registers.actors.build`."""

from sayso.registers.actors.register import Register
from sayso.registers.actors.shipped import is_current, shipped, write


def main() -> None:
    """Compile the tables of parties, unless that was done of the same ones already."""
    if is_current():
        return
    read = shipped()
    Register(read.rows, read.sides)  # asks for the keys of all names
    write(read)


if __name__ == "__main__":
    main()
