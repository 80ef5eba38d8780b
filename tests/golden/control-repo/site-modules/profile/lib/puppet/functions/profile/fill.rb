# frozen_string_literal: true

# @summary Texts with the secrets that they name in braces: `amqp://oro:{queue_password}@...`.
#
# The whole result is Sensitive. A name in braces that is no secret is an error: a DSN with a hole in it would be noticed only
# by the application.
Puppet::Functions.create_function(:'profile::fill') do
  # @param texts The texts, by name.
  # @param secrets The secrets, by the name that stands in braces.
  # @return [Sensitive] The texts, filled.
  # @example
  #   profile::fill({ 'ORO_SECRET' => '{secret}' }, Sensitive({ 'secret' => 'abc' }))
  dispatch :fill do
    param 'Hash[String[1], String[1]]', :texts
    param 'Sensitive[Hash[String[1], String[1]]]', :secrets
    return_type 'Sensitive[Hash[String[1], String[1]]]'
  end

  def fill(texts, secrets)
    known = secrets.unwrap
    filled = texts.to_h do |name, text|
      [name, text.gsub(/\{([a-z0-9_]+)\}/) { known.fetch(Regexp.last_match(1)) { |entry| missing(name, entry) } }]
    end
    Puppet::Pops::Types::PSensitiveType::Sensitive.new(filled)
  end

  def missing(name, entry)
    raise Puppet::ParseError, "#{name} needs the secret '#{entry}', which is not there: render the environment again."
  end
end
