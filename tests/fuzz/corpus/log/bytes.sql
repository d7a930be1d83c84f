byte 100 7
byte 4096 255
byte 8200 3
