"""Open data: tables that anybody may take, each with its schema."""
