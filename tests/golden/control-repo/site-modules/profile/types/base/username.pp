# @summary A login name that Debian's useradd takes.
type Profile::Base::Username = Pattern[/\A[a-z_][a-z0-9_-]{0,31}\z/]
