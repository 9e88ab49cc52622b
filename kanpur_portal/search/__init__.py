"""One box for all that the portal holds: an index in memory, a written rule of order, and the page."""
