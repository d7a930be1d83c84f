"""smeadvisor: ranked, explained advice on exporting for small firms and for those who make policy for them."""

__version__ = "0.1.0"
