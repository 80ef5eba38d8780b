# frozen_string_literal: true

require 'json'

# @summary Data as JSON, with its keys in the order given.
#
# stdlib's own functions for this have one name up to version 8 and another from 9 on.
Puppet::Functions.create_function(:'profile::to_json') do
  # @param data What to write.
  # @return [String] JSON with an indent of two and a newline at its end.
  dispatch :to_json do
    param 'Data', :data
    return_type 'String[1]'
  end

  def to_json(data)
    "#{JSON.pretty_generate(data)}\n"
  end
end
