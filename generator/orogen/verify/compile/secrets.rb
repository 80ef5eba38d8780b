# frozen_string_literal: true

# The environment's secrets: found where they must not be, and kept out of every answer.
class Secrets
  REDACTED = 'Sensitive [value redacted]'
  SHORTEST = 6 # a shorter text is found by chance

  def initialize(secrets)
    @values = secrets.map { |secret| secret['value'].strip }.reject(&:empty?).uniq.sort_by { |value| -value.size }
    @telling = secrets.to_h { |secret| [telling_part(secret['value']), secret['name']] }
    @telling.delete_if { |part, _name| part.size < SHORTEST }
  end

  def name_in(text)
    part = @telling.keys.find { |candidate| text.include?(candidate) }
    part && @telling[part]
  end

  def mask(text)
    text = text.gsub(/ENC\[[^\]]*\]/m, 'ENC[...]')
    (@values + @telling.keys).each { |value| text = text.gsub(value, '[secret]') }
    text
  end

  private

  # A key or certificate may be indented or joined wherever it leaks: one line from its middle tells it apart.
  def telling_part(value)
    lines = value.strip.lines.map(&:strip)
    lines[lines.size / 2].to_s
  end
end
