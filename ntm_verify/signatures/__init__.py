"""Digital signatures on papers (chữ ký số): keys, signing, time-stamps, examination; pyHanko."""
