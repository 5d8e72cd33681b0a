"""Names and topics."""
