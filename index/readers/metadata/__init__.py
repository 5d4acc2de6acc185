"""What a file says about its work: labels, dates, counts, the headers of archives."""
