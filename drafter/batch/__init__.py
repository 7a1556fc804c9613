"""One brief, one table, hundreds of meetings: every row is drafted, and every row is accounted for."""
