// Calls of modules give what the module needs, and nothing that it does not know.
import { join } from 'node:path';
import { attributesOf, isOptional, typeOf } from '../types.mjs';
import { expression, isMeta } from '../walk.mjs';

export function calls({ modules, report }) {
  for (const module of modules.values()) {
    for (const call of module.of('module')) checkCall(call, module, modules, report);
  }
}

/** The module that is called, or undefined if it is not among those below infra/. */
export function calledModule(call, module, modules) {
  return modules.get(join(module.folder, call.body.source ?? ''));
}

function checkCall(call, module, modules, report) {
  const tell = (message) => report('call', call.file, `module.${call.address}: ${message}`);
  const called = calledModule(call, module, modules);
  if (!called) return tell(`there is no module at ${call.body.source}`);
  for (const name of Object.keys(call.body)) {
    if (!isMeta(name) && !called.find('variable', name)) tell(`the module has no variable ${name}`);
  }
  for (const variable of called.of('variable')) {
    if (variable.address in call.body) checkObject(variable, keysOf(call.body[variable.address], module), tell);
    else if (!isOptional(variable)) tell(`${variable.address} is missing`);
  }
}

/** The attributes of an object: written out, in a local, or in a local merged with some; null if not known here. */
function keysOf(value, module) {
  if (value !== null && typeof value === 'object') return Object.keys(value);
  const [, local, more] = expression(value)?.match(/^(?:merge\()?local\.(\w+)(?:, \{(.*)\}\))?$/s) ?? [];
  const body = local && module.find('local', local)?.body;
  if (!body || typeof body !== 'object') return null;
  return [...Object.keys(body), ...[...(more ?? '').matchAll(/(\w+)\s*=/g)].map((match) => match[1])];
}

function checkObject(variable, names, tell) {
  const attributes = attributesOf(typeOf(variable));
  if (!attributes || !names) return;
  names.filter((name) => !(name in attributes)).forEach((name) => tell(`${variable.address} has no ${name}`));
  for (const [name, optional] of Object.entries(attributes)) {
    if (!optional && !names.includes(name)) tell(`${variable.address}.${name} is missing`);
  }
}
