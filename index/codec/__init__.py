"""How postings are compressed: everything is encoded and decoded by array operations, many lists at once or one."""
