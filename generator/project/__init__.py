"""What lies on disk: a project's folders, its sources, and what was made of them."""
