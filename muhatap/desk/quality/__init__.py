"""Reviews, coaching, training and improvements as the desk shows them."""
