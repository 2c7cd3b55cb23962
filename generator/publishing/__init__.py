"""What is published, and how it is read back."""
