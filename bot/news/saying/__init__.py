"""Who says what: parties, quotations and claims of a text, and which quotations matter."""
