"""From what somebody types or pastes to the passages of the guides that answer it."""
