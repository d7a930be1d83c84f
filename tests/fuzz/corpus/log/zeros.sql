UPDATE records SET time = zeroblob(1000000) WHERE number = 3
