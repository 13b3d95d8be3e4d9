# Accounts made from now on that verify no number within 30 days are disabled.
workflows=$(read_fields workflows name)
has_line "$workflows" 'accounts that never verify' || create workflows -f "$migrations/$migration.json" >/dev/null
settle
