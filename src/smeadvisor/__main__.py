"""``python -m smeadvisor``."""

from smeadvisor.cli import main

if __name__ == "__main__":
    main()
