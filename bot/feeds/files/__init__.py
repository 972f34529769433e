"""Files and folders of articles."""
