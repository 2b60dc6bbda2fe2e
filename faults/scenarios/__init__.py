"""What is tried, one module each: `run(trial)` breaks something and adds its checks to the trial."""
