// All rules over a tree of files.
import { loadModules } from './model.mjs';
import { calls } from './rules/calls.mjs';
import { declarations } from './rules/declarations.mjs';
import { domains } from './rules/domains.mjs';
import { functions } from './rules/functions.mjs';
import { grants } from './rules/grants.mjs';
import { iam } from './rules/iam.mjs';
import { interfaces } from './rules/interface.mjs';
import { language } from './rules/language.mjs';
import { readmes } from './rules/readmes.mjs';
import { schema } from './rules/schema.mjs';
import { settings } from './rules/settings.mjs';
import { syntax } from './rules/syntax.mjs';
import { templates } from './rules/templates.mjs';
import { tftests } from './rules/tftests.mjs';

export const RULES = [
  syntax, language, schema, declarations, calls, interfaces, domains, settings, iam, grants, functions, templates,
  tftests, readmes,
];

/** What is wrong in a tree: [{rule, where, message}], none if all is well. */
export async function check(tree) {
  const modules = await loadModules(tree);
  const findings = [];
  const report = (rule, where, message) => findings.push({ rule, where, message });
  for (const rule of RULES) await rule({ modules, tree, report });
  return { modules, findings };
}
