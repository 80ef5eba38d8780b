# frozen_string_literal: true

require 'yaml'
require_relative 'problem'

# The repo's files, those that no node uses among them.
class FileCheck
  PARSERS = {
    'manifests' => -> { Puppet::Pops::Parser::EvaluatingParser.new },
    'templates' => -> { Puppet::Pops::Parser::EvaluatingParser::EvaluatingEppParser.new }
  }.freeze

  def initialize(root, request)
    @root = root
    @request = request
  end

  def problems
    PARSERS.flat_map { |kind, parser| each(kind) { |path| puppet(path, parser.call) } } +
      each('functions') { |path| ruby(path) } + each('data') { |path| yaml(path) }
  end

  private

  def each(kind)
    @request.fetch(kind).flat_map do |path|
      yield File.join(@root, path)
    rescue SystemCallError, EncodingError => e
      [Problem.at('syntax', e.message, path)]
    end
  end

  def puppet(path, parser)
    model = parser.parser.parse_file(path).model
    invalid(parser.validate(model)) + unknown_facts(path, model)
  rescue Puppet::ParseError => e
    [Problem.from('syntax', e)]
  end

  def invalid(acceptor)
    formatter = Puppet::Pops::Validation::DiagnosticFormatterPuppetStyle.new
    acceptor.errors.map do |fault|
      Problem.at('syntax', formatter.format_message(fault), fault.file, fault.source_pos&.line, fault.source_pos&.pos)
    end
  end

  # Puppet gives undef for a fact that does not exist, legacy ones among them, and the file gets an empty word.
  def unknown_facts(path, model)
    found = []
    model._pcore_all_contents([]) { |expression| found << expression if unknown_fact?(expression) }
    found.map do |expression|
      Problem.at('syntax', "no structured fact is named '#{expression.keys.first.value}'", path, expression.line,
                 expression.pos)
    end
  end

  def unknown_fact?(expression)
    expression.is_a?(Puppet::Pops::Model::AccessExpression) &&
      expression.left_expr.is_a?(Puppet::Pops::Model::VariableExpression) &&
      expression.left_expr.expr.value == 'facts' &&
      expression.keys.first.is_a?(Puppet::Pops::Model::LiteralString) &&
      !@request.fetch('facts').include?(expression.keys.first.value)
  end

  def ruby(path)
    RubyVM::InstructionSequence.compile_file(path)
    []
  rescue SyntaxError => e
    [Problem.from('syntax', e)]
  end

  # As Puppet reads it: symbols are allowed, other objects are not.
  def yaml(path)
    YAML.safe_load(File.read(path, encoding: 'utf-8'), permitted_classes: [Symbol], aliases: true, filename: path)
    []
  rescue Psych::SyntaxError => e
    [Problem.at('data', "#{e.problem} #{e.context}", path, e.line, e.column)]
  rescue Psych::Exception, ArgumentError => e
    [Problem.at('data', e.message, path)]
  end
end
