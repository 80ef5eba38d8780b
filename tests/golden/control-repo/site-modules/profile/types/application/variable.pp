# @summary The name of an environment variable, as Symfony's Dotenv takes it.
type Profile::Application::Variable = Pattern[/\A_?[A-Za-z][A-Za-z0-9_]*\z/]
