# @summary The name of an environment variable, as Symfony's Dotenv takes it.
type Profile::Application::Variable = Pattern[/\A[A-Za-z_][A-Za-z0-9_]*\z/]
