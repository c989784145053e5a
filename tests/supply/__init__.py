"""What we are made of: the locked packages, their licences and known faults, and the list of parts."""
