UPDATE head SET hash = (SELECT hash FROM records WHERE number = 1)
