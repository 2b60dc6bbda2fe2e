"""One package per channel: it turns what arrives into the channel contract and delivers what goes out."""
