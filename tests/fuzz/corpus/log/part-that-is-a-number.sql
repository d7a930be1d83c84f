UPDATE parts SET content = 0
