// Variables are typed, described and validated where they have a domain; outputs are described; versions are pinned.
import { attributesOf, typeOf } from '../types.mjs';

const WITHOUT_DOMAIN = /^(bool|any|map\(string\))$/;
// Variables that may hold any text.
const ANY_TEXT = new Set(['jar_folder']);
const TERRAFORM = '>= 1.11';
const PROVIDERS = { aws: { source: 'hashicorp/aws', version: '~> 6.0' } };
const MOST_REQUIRED = 3;

export function interfaces({ modules, report }) {
  for (const module of modules.values()) {
    module.of('variable').forEach((one) => checkVariable(one, report));
    for (const { body, file, address } of module.of('output')) {
      if (!body.description) report('interface', file, `output ${address} has no description`);
      if (!('value' in body)) report('interface', file, `output ${address} has no value`);
    }
    checkVersions(module, report);
    if (module.folder.startsWith('examples/')) checkRequired(module, report);
  }
}

function checkVariable(variable, report) {
  const { address, file, body } = variable;
  const tell = (message) => report('interface', file, `variable ${address} ${message}`);
  const type = typeOf(variable);
  if (!type) return tell('has no type');
  if (!body.description) tell('has no description');
  if (!WITHOUT_DOMAIN.test(type) && !ANY_TEXT.has(address) && !body.validation) tell('has no validation');
  for (const { condition, error_message: message } of body.validation ?? []) {
    if (!condition || !message) tell('has a validation without a condition or a message');
    else if (!condition.includes(`var.${address}`)) tell('has a validation of another variable');
    else if (!message.startsWith(address)) tell(`has a message that does not begin with ${address}`);
  }
  checkDefault(type, body, tell);
}

function checkDefault(type, body, tell) {
  if (!('default' in body) || body.default === null) return;
  const actual = Array.isArray(body.default) ? 'list' : typeof body.default;
  const wanted = { string: 'string', number: 'number', bool: 'boolean' }[type]
    ?? (/^(list|set)\(/.test(type) ? 'list' : 'object');
  if (actual !== wanted) tell(`has a default of type ${actual}`);
  const attributes = attributesOf(type) ?? {};
  for (const [name, optional] of Object.entries(attributes)) {
    if (!optional && !(name in body.default)) tell(`has a default without ${name}`);
  }
}

function checkVersions({ folder, items }, report) {
  const settings = Object.assign({}, ...items.filter(({ kind }) => kind === 'terraform').map(({ body }) => body));
  if (settings.required_version !== TERRAFORM) {
    report('versions', folder, `required_version must be ${TERRAFORM}`);
  }
  const [providers = {}] = settings.required_providers ?? [];
  if (JSON.stringify(providers) !== JSON.stringify(PROVIDERS)) {
    report('versions', folder, `required_providers must be ${JSON.stringify(PROVIDERS)}`);
  }
}

function checkRequired(module, report) {
  const required = module.of('variable').filter(({ body }) => !('default' in body));
  if (required.length > MOST_REQUIRED) {
    report('interface', module.folder, `an example needs ${required.length} inputs; at most ${MOST_REQUIRED} are fair`);
  }
}
