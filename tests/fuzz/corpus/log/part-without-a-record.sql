UPDATE parts SET number = 'x' WHERE number = 1
