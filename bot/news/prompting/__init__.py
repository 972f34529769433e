"""Speaking with a model: the evidence it gets, what it is asked, and how its words become a draft."""
