# frozen_string_literal: true

# @summary Environment variables as the lines of a .env file, sorted by name.
Puppet::Functions.create_function(:'profile::dotenv') do
  # @param variables The variables.
  # @return [Sensitive] One line for each; a value with newlines takes several.
  dispatch :dotenv do
    param 'Sensitive[Hash[Pattern[/\A[A-Za-z_][A-Za-z0-9_]*\z/], String[1]]]', :variables
    return_type 'Sensitive[String]'
  end

  def dotenv(variables)
    lines = variables.unwrap.sort.map { |name, value| "#{name}=#{call_function('profile::dotenv_quote', value)}\n" }
    Puppet::Pops::Types::PSensitiveType::Sensitive.new(lines.join)
  end
end
