"""One package per channel; an adapter turns what arrives into the channel contract and delivers what goes out."""
