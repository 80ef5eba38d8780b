# frozen_string_literal: true

# @summary Environment variables as the lines of a .env file, sorted by name.
Puppet::Functions.create_function(:'profile::dotenv') do
  # @param secret The variables that hold secrets.
  # @param plain The variables that hold none; they win over those of the same name.
  # @return [Sensitive] One line for each; a value with newlines takes several.
  dispatch :dotenv do
    param 'Sensitive[Hash[Profile::Application::Variable, String[1]]]', :secret
    optional_param 'Hash[Profile::Application::Variable, String]', :plain
    return_type 'Sensitive[String]'
  end

  def dotenv(secret, plain = {})
    variables = secret.unwrap.merge(plain).sort
    lines = variables.map { |name, value| "#{name}=#{call_function('profile::dotenv_quote', value)}\n" }
    Puppet::Pops::Types::PSensitiveType::Sensitive.new(lines.join)
  end
end
