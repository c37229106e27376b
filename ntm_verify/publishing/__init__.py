"""What others may keep of the log (công bố nhật ký): signed checkpoints, tiles, bundles.

A room apart from `storage` on purpose: its folder and its small database stand outside the
application's database and outside its backups, so that neither can be turned back unseen.
"""
