// Files for terraform test: they parse, look as terraform fmt leaves them, and name what the module has.
import { dirname } from 'node:path';
import { format, parse } from '../hcl.mjs';
import { referencesIn } from '../walk.mjs';
import { attributesOf, typeOf } from '../types.mjs';
import { tableOf } from './schema.mjs';

const BLOCKS = [
  'mock_provider', 'override_data', 'override_module', 'override_resource', 'provider', 'run', 'variables',
];
const RUN = ['assert', 'command', 'expect_failures', 'module', 'plan_options', 'providers', 'variables'];
const ASSERT = ['condition', 'error_message'];

export async function tftests({ modules, tree, report }) {
  for (const [path, text] of tree) {
    if (!path.endsWith('.tftest.hcl')) continue;
    const tell = (message) => report('tftest', path, message);
    const { blocks, error } = await parse(path, text);
    if (error) tell(error);
    else if ((await format(text)) !== text) tell('is not as terraform fmt leaves it');
    const module = modules.get(dirname(dirname(path)));
    if (!module) tell('is not in the folder tests of a module');
    else await checkFile(blocks, module, tell);
  }
}

async function checkFile(blocks, module, tell) {
  reportUnknown(blocks, BLOCKS, 'the file', tell);
  checkVariables(blocks.variables, module, 'variables', tell);
  for (const [name, [run]] of Object.entries(blocks.run ?? {})) {
    reportUnknown(run, RUN, `run ${name}`, tell);
    checkVariables(run.variables, module, `run ${name}`, tell);
    (run.assert ?? []).forEach((one) => reportUnknown(one, ASSERT, `assert of ${name}`, tell));
    if (!run.assert && !run.expect_failures) tell(`run ${name} expects nothing`);
    for (const { names } of await referencesIn([run.assert ?? [], run.expect_failures ?? []])) {
      if (!isKnown(names, module)) tell(`run ${name}: there is no ${names.join('.')}`);
    }
  }
}

function reportUnknown(body, names, where, tell) {
  Object.keys(body).filter((name) => !names.includes(name)).forEach((name) => tell(`${where} has no ${name}`));
}

function checkVariables([values] = [{}], module, where, tell) {
  for (const [name, value] of Object.entries(values)) {
    const variable = module.find('variable', name);
    if (!variable) tell(`${where}: the module has no variable ${name}`);
    const attributes = variable && attributesOf(typeOf(variable));
    if (attributes) reportUnknown(value, Object.keys(attributes), `${where}: ${name}`, tell);
  }
}

function isKnown([head, name, attribute], module) {
  if (head === 'var') return module.find('variable', name) !== undefined;
  if (head === 'output') return module.find('output', name) !== undefined;
  const resource = module.find('resource', `${head}.${name}`);
  const { a = {}, b = {} } = (resource && tableOf(resource)) ?? {};
  return resource !== undefined && (!attribute || attribute in a || attribute in b);
}
