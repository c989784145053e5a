"""What a browser leaves on a device after a reader's visit, looked for as someone with the device would."""
