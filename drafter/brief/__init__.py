"""The brief: a YAML file of facts, read into typed values that know their places."""
