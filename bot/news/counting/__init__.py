"""What a text counts: numbers, figures with what they count, and which figures matter."""
