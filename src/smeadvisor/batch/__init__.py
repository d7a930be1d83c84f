"""A run over many profiles: part by part, by several processes, resumable, published whole or not at all."""
