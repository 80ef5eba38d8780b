# frozen_string_literal: true

# @summary A text as a value in a .env file, exactly as Symfony's Dotenv reads it back.
#
# Within single quotes Dotenv changes nothing, so `$`, `\` and newlines stay as they are. A single quote is written in double
# quotes beside them, and so is a carriage return, which Dotenv would otherwise turn into a newline.
Puppet::Functions.create_function(:'profile::dotenv_quote') do
  # @param text The text.
  # @return [String] The text in quotes.
  # @example
  #   profile::dotenv_quote("it's $5") # => 'it'"'"'s $5'
  dispatch :dotenv_quote do
    param 'String', :text
    return_type 'String[1]'
  end

  def dotenv_quote(text)
    raise Puppet::ParseError, 'An environment variable cannot hold a null character.' if text.include?("\0")

    quoted = text.gsub("'", %q('"'"')).gsub("\r", %q('"\r"'))
    "'#{quoted}'"
  end
end
