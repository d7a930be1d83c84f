UPDATE parts SET content = x'789c030000000001' WHERE number = 1
