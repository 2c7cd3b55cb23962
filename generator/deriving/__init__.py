"""What follows from what was read: model to model, without files, texts or pages."""
