"""What is shipped beside the product."""
