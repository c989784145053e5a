"""docs/install.md done as a new host would: fresh folder, fresh environment, nothing but what stands there."""
