"""What HTTP asks of an answer, whatever it is about: problems, validators, links, compression, who may read."""
