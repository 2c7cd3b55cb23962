"""The model to text: pure functions that open nothing but their own templates."""
