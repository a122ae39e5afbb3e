"""Running a style: elements to functions, functions over items to output trees, trees to text.

Order of the work ("processor"): sort, number, render the cites, disambiguate them, collapse, join,
mend the punctuation, and only then make the tree of formatted text.
"""
