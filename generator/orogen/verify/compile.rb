# frozen_string_literal: true

# One warm Puppet: checks the files of a control repo and compiles the catalogs of its nodes, as often as it is asked.
#
#   ruby compile.rb SCRATCH_DIRECTORY
#
# One JSON request a line on stdin, one JSON answer a line on stdout, until stdin ends:
#
#   {"do": "about"}                                                          -> {"puppet", "eyaml"}
#   {"do": "open", "root"}                                                   -> {"modules"} or {"error"}
#   {"do": "files", "manifests", "templates", "functions", "data", "facts"}  -> {"problems"}
#   {"do": "compile", "certname", "facts", "secrets", "catalog"}
#                                             -> {"resources", "milliseconds", "problems", "catalog"}
#
# For `files` the facts are the names of all that exist, for `compile` the values of the node's. `secrets` are those
# that the node reads: [{"name", "value"}]. `catalog` says whether the answer shall hold the whole catalog.
#
# A problem is {"check", "message", "file", "line", "column"}: the file relative to the root, 0 for a line or column
# that nobody knows. Secrets are masked in every answer, save in a catalog that was asked for.
#
# Runs on Puppet 7.23 and 8 and on OpenVox 8 and 9.

require 'json'
require_relative 'compile/file_check'
require_relative 'compile/inspection'

ANSWERS = $stdout.dup
$stdout.reopen($stderr) # a function of the repo that prints must not garble the answers

# Puppet, told to read and write nothing of this machine's own configuration.
module Warm
  def self.start(scratch)
    require 'puppet'
    Puppet.initialize_settings(
      ['--confdir', "#{scratch}/conf", '--vardir', "#{scratch}/var", '--codedir', "#{scratch}/code",
       '--strict', 'error', '--strict_variables']
    )
    # Everything that matters is raised; without a destination Puppet would keep what it logs in memory.
    Puppet::Util::Log.level = :crit
    Puppet::Util::Log.newdestination(:console)
  end
end

# A control repo as Puppet's environment `production`.
class ControlRepo
  def initialize(root)
    @root = root
    @settings = Puppet::Settings::EnvironmentConf.load_from(root, [])
  end

  def modules
    within { |environment| environment.modules.map(&:name).sort }
  end

  def files(request)
    within { |_environment| FileCheck.new(@root, request).problems }
  end

  def compile(certname, facts, secrets)
    within { |environment| judge(Puppet::Parser::Compiler.compile(node(certname, facts, environment)), secrets) }
  rescue StandardError, ScriptError, SystemStackError => e
    # A class that failed to load stays half known in this environment, and later nodes would not find it.
    @environment = nil
    [nil, [Problem.from('catalogs', e)]]
  end

  private

  def within
    @environment ||= fresh_environment
    loader = Puppet::Environments::StaticDirectory.new('production', @root, @environment)
    Puppet.override(environments: loader, current_environment: @environment) { yield @environment }
  end

  def fresh_environment
    path = @settings.modulepath.gsub('$basemodulepath', Puppet[:basemodulepath]).split(File::PATH_SEPARATOR)
    environment = Puppet::Node::Environment.create(:production, path, @settings.manifest)
    environment.each_plugin_directory { |lib| $LOAD_PATH.unshift(lib) unless $LOAD_PATH.include?(lib) }
    environment
  end

  def judge(catalog, secrets)
    [catalog, Inspection.new(catalog, @environment, secrets).problems + apply_faults(catalog)]
  end

  # Facts have no legacy names and say nothing that the certificate should say; `clientcert` is what an agent adds.
  def node(certname, facts, environment)
    node = Puppet::Node.new(certname, environment: environment)
    node.fact_merge(Puppet::Node::Facts.new(certname, { 'clientcert' => certname }.merge(facts)))
    node.add_server_facts('serverversion' => Puppet.version)
    node.trusted_data = Puppet::Context::TrustedInformation.new('remote', certname, {}, {}).to_h
    node
  end

  # What an agent finds out before it changes anything: values that a type refuses, and dependency cycles.
  def apply_faults(catalog)
    graph = catalog.to_ral.relationship_graph
    graph.find_cycles_in_graph.map do |cycle|
      path = graph.paths_in_cycle(cycle).first.map(&:ref).join(' => ')
      place = cycle.find { |resource| Problem.attribute(resource, :line) }
      Problem.at('catalogs', "dependency cycle: #{path}", place&.file, place&.line)
    end
  rescue Puppet::Error => e
    [Problem.from('catalogs', e)]
  end
end

# The requests, by name.
class Conversation
  def about(_request)
    { puppet: Puppet.version, eyaml: Puppet.features.hiera_eyaml? }
  end

  def open(request)
    @root = request['root']
    @repo = ControlRepo.new(@root)
    { modules: @repo.modules }
  rescue Puppet::Error => e
    { error: relative(e.message).split.join(' ') }
  end

  def files(request)
    { problems: published(@repo.files(request)) }
  end

  def compile(request)
    started = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    secrets = Secrets.new(request['secrets'])
    catalog, problems = @repo.compile(request['certname'], request['facts'], secrets)
    { resources: catalog ? catalog.resources.count { |resource| !%w[Class Stage].include?(resource.type) } : 0,
      milliseconds: ((Process.clock_gettime(Process::CLOCK_MONOTONIC) - started) * 1000).round,
      problems: published(problems, secrets),
      catalog: catalog && request['catalog'] ? plain(catalog) : nil }
  end

  private

  # Files as they are named in the repo, secrets as if nobody knew them.
  def published(problems, secrets = Secrets.new([]))
    problems.map do |problem|
      problem.merge(message: secrets.mask(relative(problem[:message])), file: relative(problem[:file]))
    end
  end

  def relative(text)
    text.gsub("#{@root}/", '')
  end

  def plain(catalog)
    catalog.resources.to_h do |resource|
      data = resource.to_data_hash
      sensitive = data.slice('sensitive_parameters').reject { |_name, list| list.empty? }
      [resource.ref, data.fetch('parameters', {}).merge(sensitive)]
    end
  end
end

Warm.start(ARGV.fetch(0))
conversation = Conversation.new
$stdin.each_line do |line|
  request = JSON.parse(line)
  ANSWERS.puts(JSON.generate(conversation.public_send(request['do'], request)))
  ANSWERS.flush
end
