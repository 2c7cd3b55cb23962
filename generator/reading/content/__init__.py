"""The sources of a guide and what is kept beside them, to the model."""
