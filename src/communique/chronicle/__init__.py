"""What the tables tell over time: trends, series of editions, absences, plans, instruments, and whose telling it is.

Each module makes one kind of table from those of a run; `told` puts their results into sentences.
"""
