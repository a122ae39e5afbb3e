"""One reference by a sequence model: tokens, features, labels, and the fields that they spell."""
