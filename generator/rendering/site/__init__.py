"""The pages of the hosted guide."""
