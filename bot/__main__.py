"""`python -m bot` is `factbox`."""

from bot.cli import main

if __name__ == "__main__":
    main()
