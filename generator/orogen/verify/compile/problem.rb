# frozen_string_literal: true

# What went wrong, as data.
module Problem
  PLACE = /\s*\(file: (?<file>[^)]+?)(?:, line: (?<line>\d+))?(?:, column: (?<column>\d+))?\)/
  PLACES_AT_END = /(?:#{PLACE.source.gsub(/\?<\w+>/, '?:')})+\z/
  # Errors of other readers, which name their place in their own way.
  FOREIGN = [
    /\AUnable to parse \((?<file>.+?)\): (?<message>.+) at line (?<line>\d+) column (?<column>\d+)\z/m,
    /\A(?<file>[^:\n]+):(?<line>\d+): (?<message>.+?)$/
  ].freeze
  NOISE = {
    /\A(?:Evaluation Error: |Error while evaluating an? [A-Z][\w ']*, |Could not parse for environment \w+: )+/ => '',
    /\Aepp\(\): Invalid EPP: / => '',
    /\A(Could not find class \S+) for \S+\z/ => '\1',
    /#<[#\w:<>]+ [^\n]*>/ => 'an object',
    / = .+(?=(?: value)?, got )/m => '', # a type alias is named already; what it stands for fills the screen
    /:\s*\n\s*/ => ': ',
    /\s*\n\s*/ => '; '
  }.freeze

  def self.at(check, message, file = nil, line = nil, column = nil)
    message = NOISE.reduce(message) { |text, (noise, instead)| text.gsub(noise, instead) }
    { check: check, message: message.strip, file: file.to_s, line: line.to_i, column: column.to_i }
  end

  # Puppet ends a message with the places it was at, the innermost first; some errors know theirs apart from the text.
  def self.from(check, error)
    text = error.message.scrub.sub(/ on node \S+\z/, '')
    foreign = FOREIGN.lazy.filter_map { |pattern| pattern.match(text) }.first
    return at(check, *foreign.values_at(:message, :file, :line), foreign.named_captures['column']) if foreign

    places = text[PLACES_AT_END].to_s
    message = text.delete_suffix(places)
    place = PLACE.match(places)
    return at(check, message, attribute(error, :file), attribute(error, :line), attribute(error, :pos)) unless place

    at(check, message.gsub(" (file: #{place[:file]}, line: #{place[:line]})", ''), *place.captures)
  end

  def self.attribute(object, name)
    object.public_send(name) if object.respond_to?(name)
  end
end
