"""The layers of a map: one file each, with a class and the templates it declares."""
