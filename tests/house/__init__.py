"""What runs the tests: two lanes, a private PostgreSQL, the data folder, the browser, the closed network."""
