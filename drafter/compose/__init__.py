"""From a brief and a genre to a speech: templates, phrases, marks, numbers of headings."""
