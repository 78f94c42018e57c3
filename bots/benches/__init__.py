"""What the benchmarks measure with: pretended stages and platforms, timers and tables."""
