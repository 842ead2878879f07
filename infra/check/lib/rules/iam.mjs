// IAM actions exist, name no more than they must, and are limited to resources where that is possible.
import { readFileSync } from 'node:fs';
import { blocksOf, eachText } from '../walk.mjs';

const { actions } = JSON.parse(readFileSync(new URL('../../schema/iam.json', import.meta.url), 'utf8'));
// service → action → whether it takes no resource but "*"
const KNOWN = Object.fromEntries(Object.entries(actions).map(([service, names]) => [
  service,
  Object.fromEntries(names.split(' ').map((name) => [name.replace('*', ''), name.endsWith('*')])),
]));
// Deny statements of buckets, which must cover all there is.
const WILDCARD_REASON = /# wildcard: \S+/;
const RESOURCE_REASON = /# Resource \*: \S+/;
const WITH_POLICY = /^aws_(iam|s3|sqs|sns|kinesis|kms)_/;
const DOCUMENT = /^\$\{data\.aws_iam_policy_document\.\w+\.json\}$/;
const ACTION = /"([a-z0-9-]+):([A-Za-z*]+)"/g;

export function iam({ modules, report }) {
  for (const module of modules.values()) {
    for (const document of module.of('data').filter(({ type }) => type === 'aws_iam_policy_document')) {
      blocksOf(document.body, 'statement').forEach((one) => checkStatement(one, document, report));
    }
    module.of('local').forEach((local) => checkLocal(local, report));
    module.of('resource').forEach((block) => checkPolicy(block, report));
    module.files.forEach((file) => checkReasons(file, report));
  }
}

/** What is wrong with an action's name, or null. */
function problemOf(service, name) {
  if (!(service in KNOWN)) return 'its service is not in schema/iam.json';
  if (name.includes('*')) return null;
  return name in KNOWN[service] ? null : 'there is no such action';
}

function actionsIn(value) {
  const found = [];
  eachText(value, (text) => {
    const quoted = text.includes('${') ? text : `"${text}"`;
    for (const [, service, name] of quoted.matchAll(ACTION)) found.push([service, name]);
  });
  return found;
}

function checkStatement(statement, document, report) {
  const tell = (message) => report('iam', document.file, `${document.address}: ${message}`);
  const everywhere = [statement.resources ?? []].flat().includes('*');
  for (const [service, name] of actionsIn(statement.actions)) {
    const problem = problemOf(service, name);
    if (problem) tell(`${service}:${name}: ${problem}`);
    else if (name.includes('*')) checkWildcard(statement, `${service}:${name}`, tell);
    else checkResource(everywhere, KNOWN[service][name], `${service}:${name}`, statement, tell);
  }
  for (const name of ['not_actions', 'not_resources']) {
    if (name in statement) tell(`${name} allows what nobody has listed`);
  }
}

function checkWildcard(statement, action, tell) {
  if (statement.effect !== 'Deny') tell(`${action} allows more than is needed`);
}

function checkResource(everywhere, isGlobal, action, { resources }, tell) {
  if (everywhere && !isGlobal) tell(`${action} can be limited to a resource`);
  if (!everywhere && isGlobal && resources) tell(`${action} takes no resource but "*"`);
}

/** Actions in locals are granted on resources by name, so those that take none have no effect there. */
function checkLocal(local, report) {
  for (const [service, name] of actionsIn(local.body)) {
    const problem = problemOf(service, name) ?? (name.includes('*') ? 'allows more than is needed' : null);
    const tell = (message) => report('iam', local.file, `local.${local.address}: ${service}:${name}: ${message}`);
    if (problem) tell(problem);
    else if (KNOWN[service][name]) tell('takes no resource but "*"');
  }
}

/** Policies are documents, which the rules above can read. */
function checkPolicy({ type, address, file, body }, report) {
  if (!WITH_POLICY.test(type)) return;
  for (const name of ['policy', 'assume_role_policy']) {
    if (name in body && !DOCUMENT.test(body[name])) {
      report('iam', file, `${address}: ${name} must be the json of an aws_iam_policy_document`);
    }
  }
}

/** A reason stands on the line of a wildcard, and on the line above "*" as a resource. */
function checkReasons({ path, text }, report) {
  const lines = text.split('\n');
  lines.forEach((line, i) => {
    const at = `${path}:${i + 1}`;
    if (/"[a-z0-9-]+:[A-Za-z]*\*[A-Za-z]*"/.test(line) && !WILDCARD_REASON.test(line)) {
      report('iam', at, 'a wildcard needs "# wildcard: <reason>" on its line');
    }
    if (/resources\s*=.*"\*"/.test(line) && !RESOURCE_REASON.test(lines[i - 1] ?? '')) {
      report('iam', at, 'resources "*" need "# Resource *: <reason>" on the line above');
    }
  });
}
