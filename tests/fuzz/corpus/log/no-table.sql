DROP TABLE rulebooks
