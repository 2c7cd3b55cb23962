"""What is known of the platforms whose screens guides walk through."""
