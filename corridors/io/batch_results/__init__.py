"""Results of a batch run in the form that their name asks for, put together from its parts."""
