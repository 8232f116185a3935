"""What PyTorch's optimizers and schedules are in optax, and back; a plugin as outsiders write it."""
