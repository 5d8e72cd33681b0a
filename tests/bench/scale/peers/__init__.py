"""What evtui is measured beside: each peer is fed the same articles and asked the same queries."""
