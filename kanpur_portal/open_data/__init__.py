"""Open data: every list of the API as files, what their columns mean, and versions that stay."""
