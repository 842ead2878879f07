// The functions of the examples can start: their handlers, jars and variables are those of the Java side.
import { eachText, expression } from '../walk.mjs';
import { calledModule } from './calls.mjs';
import { clientsIn, documentedVariables, isHandler, projectVersion, readsVariable } from '../java.mjs';

const FUNCTION = 'modules/function';
const CLIENTS = { dynamodb: 'dynamodb', s3: 's3', sns: 'sns', sqs: 'sqs' };

export function functions({ modules, tree, report }) {
  const documented = documentedVariables();
  checkNames(tree, documented, report);
  checkMalloc(modules.get(FUNCTION), documented, report);
  for (const module of modules.values()) {
    for (const call of module.of('module')) {
      if (calledModule(call, module, modules)?.folder === FUNCTION) checkCall(call, module, report);
    }
    checkVersion(module, report);
  }
}

/** Every ETL_ variable that is named in code or text has a row in docs/lambda.md. */
function checkNames(tree, documented, report) {
  for (const [path, text] of tree) {
    for (const [name] of text.matchAll(/\bETL_[A-Z]+(_[A-Z]+)*\b(?!_?\*)/g)) {
      if (!documented.has(name)) report('functions', path, `${name} is not in docs/lambda.md`);
    }
  }
}

function checkMalloc(module, documented, report) {
  const values = module?.find('variable', 'malloc_settings')?.body.default ?? {};
  const names = [...documented.keys()].filter((name) => name.startsWith('MALLOC_'));
  const wanted = documented.get(names[0])?.match(/\d+/g) ?? [];
  if (names.join() !== Object.keys(values).join() || wanted.join() !== Object.values(values).join()) {
    report('functions', FUNCTION, `malloc_settings must be ${names} with ${wanted}, as docs/lambda.md says`);
  }
}

function checkCall({ address, file, body }, module, report) {
  const tell = (message) => report('functions', file, `module.${address}: ${message}`);
  const handler = body.handler ?? '';
  if (!isHandler(handler)) tell(`there is no public class ${handler}`);
  for (const name of Object.keys(body.settings ?? {})) {
    if (!readsVariable(handler, name)) tell(`${handler} does not read ${name}`);
  }
  const jar = String(body.jar_path).match(/-([a-z]+-[a-z]+)\.jar$/)?.[1];
  const clients = clientsIn(jar);
  if (!clients) return tell(`examples/lambda-functions makes no jar ${jar}`);
  for (const name of ['sink', 'dead_letters', 'idempotency']) {
    const client = CLIENTS[kindOf(body[name], module)];
    if (client && !clients.includes(client)) tell(`${name} needs the client ${client}, which is not in ${jar}.jar`);
  }
}

/** The kind in an object that is written out, or in the local that it is made of. */
function kindOf(value, module) {
  if (value?.kind) return value.kind;
  const local = expression(value)?.match(/local\.(\w+)/)?.[1];
  return local && module.find('local', local)?.body?.kind;
}

function checkVersion(module, report) {
  const variable = module.find('variable', 'jar_version');
  if (variable && variable.body.default !== projectVersion()) {
    report('functions', variable.file, `jar_version is not the project's ${projectVersion()} by default`);
  }
  eachText(module.items.map(({ body }) => body), (text) => {
    if (/arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d{12}:/.test(text)) {
      report('functions', module.folder, `${text} names an account; make ARNs of resources`);
    }
  });
}
