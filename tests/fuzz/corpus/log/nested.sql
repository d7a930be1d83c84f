UPDATE records SET said = replace(hex(zeroblob(20000)), '0', '[') WHERE number = 2
