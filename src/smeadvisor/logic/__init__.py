"""What rules mean: unfolded to conjunctions, and the answers that make a test true."""
