"""Portraits by diffusion: guided by a face's landmarks, looked at by a detector, tried again until there is a face."""
