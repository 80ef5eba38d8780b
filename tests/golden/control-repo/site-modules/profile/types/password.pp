# @summary A password that reads the same in a URL, a shell script, YAML and SQL: nothing in it wants an escape.
type Profile::Password = Pattern[/\A[A-Za-z0-9._~-]{8,}\z/]
