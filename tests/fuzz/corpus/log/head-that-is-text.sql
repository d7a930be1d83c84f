UPDATE head SET count = 'x'
