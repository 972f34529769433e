"""The image, built and run for real: `make image-test`. It takes minutes and tools of its own, so `make test` leaves it."""
