"""Reading files from outside: what they give, and what is wrong with the rest of them."""
