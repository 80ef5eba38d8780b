# frozen_string_literal: true

require 'json'

# @summary What the control repo's inventory says about a node.
#
# The certificate name is the one thing about a node that is authenticated with an agent, with `puppet apply` and in an
# offline compile alike, so a node's role hangs on it and on nothing else.
Puppet::Functions.create_function(:'profile::node') do
  # @param certname The node's certificate name, `$trusted['certname']`.
  # @return [Hash] environment, environment_type, release, provider, os, type, zone, name, address, services and role.
  dispatch :node do
    optional_param 'Optional[String]', :certname
    return_type 'Hash[String, Data]'
  end

  def node(certname = nil)
    inventory = JSON.parse(File.read(File.expand_path('../../../../../../inventory.json', __dir__)))
    inventory['environments'].each do |environment|
      found = environment['nodes'].find { |candidate| candidate['certname'] == certname }
      return describe(environment, found) if found
    end
    raise Puppet::ParseError, "No node '#{certname}' in inventory.json: render the spec that describes it, or correct " \
                              "the certificate name. A facts file needs 'clientcert' for an offline lookup."
  end

  def describe(environment, node)
    {
      'environment' => environment['name'],
      'environment_type' => environment['type'],
      'release' => environment['release'],
      'provider' => environment['provider'],
      'os' => environment['os'],
      'role' => "role::#{environment['name']}::#{node['type']}".tr('-', '_'),
    }.merge(node)
  end
end
