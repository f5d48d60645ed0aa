"""Who may open what: every address of the site, asked as every role."""
