# frozen_string_literal: true

require_relative 'problem'
require_relative 'secrets'

# What a compiled catalog must not hold.
class Inspection
  def initialize(catalog, environment, secrets)
    @catalog = catalog
    @environment = environment
    @secrets = secrets
  end

  def problems
    @catalog.resources.flat_map { |resource| leaks(resource) + missing_sources(resource) }
  end

  private

  def leaks(resource)
    marked = resource.sensitive_parameters.map(&:to_s)
    found = parameters(resource).map do |name, value|
      text = strings(value).join("\n")
      secret = @secrets.name_in(text) unless marked.include?(name)
      if secret
        "#{resource.ref}: #{name} holds the secret #{secret} in clear: it is not Sensitive here"
      elsif text.include?(Secrets::REDACTED)
        "#{resource.ref}: #{name} holds the words '#{Secrets::REDACTED}' in place of a secret"
      end
    end
    found.compact.map { |message| Problem.at('secrets', message, resource.file, resource.line) }
  end

  # Puppet may repeat the title as the name: that says nothing new.
  def parameters(resource)
    named = resource.to_hash.reject { |_name, value| value == resource.title }
    { 'title' => resource.title }.merge(named.transform_keys(&:to_s))
  end

  # A Sensitive value inside a hash or an array is an object of its own, and rightly passed over.
  def strings(value)
    case value
    when String then [value]
    when Array then value.flat_map { |item| strings(item) }
    when Hash then value.flat_map { |key, item| strings(key) + strings(item) }
    else []
    end
  end

  # Puppet asks for a source only when it is applied. Of several, the first that exists is taken.
  def missing_sources(resource)
    sources = resource.type == 'File' ? Array(resource[:source]) : []
    return [] if sources.empty? || sources.any? { |source| readable?(source) }

    [Problem.at('catalogs', "#{resource.ref}: no file stands at #{sources.join(' or ')}", resource.file, resource.line)]
  end

  def readable?(source)
    name, path = source.to_s[%r{\Apuppet:///modules/(.+)\z}, 1]&.split('/', 2)
    return true unless name # another server's, or a path on the node: nothing to say from here

    @environment.module(name)&.file(path.to_s)
  end
end
