"""The same form by others: our questions, choices and words, one question a page, by what each library has for it."""
