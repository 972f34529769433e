"""Articles of one story beside each other: who else says so, who says otherwise, what is new."""
