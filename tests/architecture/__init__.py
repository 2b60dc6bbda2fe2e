"""What an import linter cannot see: each rule is one small test that names file, line and remedy."""
