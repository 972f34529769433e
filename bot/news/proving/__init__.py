"""The gate's checks: what a line may say of its evidence, and what it may not."""
