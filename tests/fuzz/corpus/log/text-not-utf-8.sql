UPDATE records SET said = CAST(x'9c00' AS TEXT) WHERE number = 1
