// Names are declared once and used; what is referred to exists and has the attribute that is asked for.
import { referencesIn } from '../walk.mjs';
import { attributesOf, typeOf } from '../types.mjs';
import { tableOf } from './schema.mjs';
import { calledModule } from './calls.mjs';

const BUILT_IN = new Set(['path', 'each', 'count', 'self', 'terraform']);
// Arguments whose names are neither of variables nor of resources.
const OTHER_NAMES = ['ignore_changes', 'iterator', 'provider', 'providers'];

export async function declarations({ modules, report }) {
  for (const module of modules.values()) {
    const used = await checkReferences(module, modules, report);
    reportUnused(module, used, report);
    reportTwice(module, report);
  }
}

async function checkReferences(module, modules, report) {
  const used = new Set();
  for (const block of module.items) {
    const iterators = iteratorsOf(block.body);
    for (const { names, path } of await referencesIn(withoutType(block))) {
      if (BUILT_IN.has(names[0]) || iterators.has(names[0]) || path.some((one) => OTHER_NAMES.includes(one))) continue;
      if (!isSelf(block, names)) used.add(key(names));
      const problem = problemOf(names, module, modules);
      if (problem) report('reference', block.file, `${block.address}: ${names.join('.')}: ${problem}`);
    }
  }
  return used;
}

function withoutType({ kind, body }) {
  return kind === 'variable' ? { ...body, type: undefined } : body;
}

/** A variable's own validation does not count as a use. */
function isSelf(block, names) {
  return block.kind === 'variable' && names[0] === 'var' && names[1] === block.address;
}

function key(names) {
  return names[0] === 'data' ? names.slice(0, 3).join('.') : names.slice(0, 2).join('.');
}

/** The names that dynamic blocks give to what they go through. */
function iteratorsOf(body, found = new Set()) {
  if (Array.isArray(body)) body.forEach((one) => iteratorsOf(one, found));
  else if (body && typeof body === 'object') {
    for (const [name, bodies] of Object.entries(body.dynamic ?? {})) {
      for (const one of bodies) found.add(one.iterator?.replace(/^\$\{|\}$/g, '') ?? name);
    }
    Object.values(body).forEach((one) => iteratorsOf(one, found));
  }
  return found;
}

function problemOf(names, module, modules) {
  const [head, name, attribute] = names;
  if (head === 'var') return variableProblem(module.find('variable', name), attribute);
  if (head === 'local') return module.find('local', name) ? null : 'there is no such local';
  if (head === 'module') return outputProblem(module.find('module', name), attribute, module, modules);
  if (head === 'data') return attributeProblem(module.find('data', `${name}.${attribute}`), names[3]);
  return attributeProblem(module.find('resource', `${head}.${name}`), attribute);
}

function variableProblem(variable, attribute) {
  if (!variable) return 'there is no such variable';
  const attributes = attributesOf(typeOf(variable));
  return attribute && attributes && !(attribute in attributes) ? `its type has no ${attribute}` : null;
}

function outputProblem(call, output, module, modules) {
  if (!call) return 'there is no such module';
  const called = calledModule(call, module, modules);
  return output && called && !called.find('output', output) ? `the module has no output ${output}` : null;
}

function attributeProblem(block, attribute) {
  if (!block) return 'there is no such resource or data source';
  const table = tableOf(block);
  if (!table) return null; // the rule for schemas tells of it
  const { a = {}, b = {} } = table;
  return attribute && !(attribute in a) && !(attribute in b) ? `${block.type} has no ${attribute}` : null;
}

function reportUnused(module, used, report) {
  const prefixes = { variable: 'var', local: 'local', data: 'data' };
  for (const [kind, prefix] of Object.entries(prefixes)) {
    for (const one of module.of(kind)) {
      if (!used.has(`${prefix}.${one.address}`)) report('unused', one.file, `${kind} ${one.address} is never used`);
    }
  }
}

function reportTwice(module, report) {
  const seen = new Set();
  for (const one of module.items.filter(({ kind }) => kind !== 'provider' && kind !== 'terraform')) {
    const name = `${one.kind} ${one.address}`;
    if (seen.has(name)) report('twice', one.file, `${name} is declared twice`);
    seen.add(name);
  }
}
