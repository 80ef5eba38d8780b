# frozen_string_literal: true

require 'json'
require 'yaml'

# @summary Data as YAML, with its keys in the order given.
#
# stdlib's own functions for this have one name up to version 8 and another from 9 on.
Puppet::Functions.create_function(:'profile::to_yaml') do
  # @param data What to write.
  # @return [String] YAML without the line that opens a document, so that a comment may stand before it.
  dispatch :to_yaml do
    param 'Data', :data
    return_type 'String[1]'
  end

  # Lines are not folded, and an object that occurs twice is written twice: not every reader knows YAML's aliases.
  def to_yaml(data)
    JSON.parse(JSON.generate(data)).to_yaml(line_width: -1).delete_prefix("---\n")
  end
end
