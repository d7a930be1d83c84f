"""``python -m smeadvisor``."""

from smeadvisor.cli import main

main()
