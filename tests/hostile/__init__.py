"""Content as an attacker would write it: payloads, what cleans them, and a browser that says what is left."""
