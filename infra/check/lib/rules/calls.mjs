// Calls of modules give what the module needs, and nothing that it does not know.
import { join } from 'node:path';
import { attributesOf, isOptional, typeOf } from '../types.mjs';
import { isMeta } from '../walk.mjs';

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
    if (variable.address in call.body) checkObject(variable, call.body[variable.address], tell);
    else if (!isOptional(variable)) tell(`${variable.address} is missing`);
  }
}

/** Looks into an object that is written out; what an expression gives is not known here. */
function checkObject(variable, value, tell) {
  const attributes = attributesOf(typeOf(variable));
  if (!attributes || value === null || typeof value !== 'object') return;
  for (const name of Object.keys(value)) {
    if (!(name in attributes)) tell(`${variable.address} has no ${name}`);
  }
  for (const [name, optional] of Object.entries(attributes)) {
    if (!optional && !(name in value)) tell(`${variable.address}.${name} is missing`);
  }
}
