// What the Java side of this repository says: classes, calls of AWS, variables, jars.
import { repositoryFile } from './tree.mjs';

const LAMBDA = 'etl-lambda-adapters/src/main/java/io/github/kinesisetl/lambda';
const SINKS = 'etl-sinks/src/main/java/io/github/kinesisetl/sinks';
const SOURCES = ['etl-lambda-adapters/src/main/java', 'examples/lambda-functions/src/main/java'];
const DIRECT_STREAM = 'etl-producer/src/main/java/io/github/kinesisetl/producer/aws/DirectStream.java';

// Where a kind of sink makes its calls, and a pattern that finds them.
const CLIENT_CALL = /\b(?:client|objects)(?:\(\))?\s*\.\s*get\(\)\s*\.\s*(\w+)\(/g;
const CALLERS = {
  dynamodb: [`${SINKS}/DynamoDbSink.java`, CLIENT_CALL],
  idempotency: [[`${SINKS}/store/KeyedReads.java`, `${SINKS}/store/KeyedWrites.java`], CLIENT_CALL],
  marks: [`${SINKS}/store/EntryMarkTable.java`, CLIENT_CALL],
  kinesis: [DIRECT_STREAM, /calls\.call\("(\w+)"/g],
  letters: [`${SINKS}/SqsDeadLetters.java`, CLIENT_CALL],
  opensearch: [`${SINKS}/OpenSearchSink.java`, /http\.send\("(\w+)"/g],
  redshift: [`${SINKS}/RedshiftSink.java`, /"RedshiftData\.(\w+)"/g],
  s3: [`${SINKS}/S3Sink.java`, CLIENT_CALL],
  sns: [`${SINKS}/SnsSink.java`, CLIENT_CALL],
  sqs: [`${SINKS}/SqsSink.java`, CLIENT_CALL],
};

// What AWS asks for to allow a call. The Data API, called with a workgroup, asks for its credentials, too.
const ACTIONS = {
  BatchExecuteStatement: ['redshift-data:BatchExecuteStatement', 'redshift-serverless:GetCredentials'],
  DescribeStatement: [], // takes no resource: a statement of its own grants it
  DescribeStreamSummary: ['kinesis:DescribeStreamSummary'],
  ListShards: ['kinesis:ListShards'],
  POST: ['es:ESHttpPost'],
  PutRecords: ['kinesis:PutRecords'],
  batchGetItem: ['dynamodb:BatchGetItem'],
  batchWriteItem: ['dynamodb:BatchWriteItem'],
  publishBatch: ['sns:Publish'],
  putItem: ['dynamodb:PutItem'],
  putObject: ['s3:PutObject'],
  transactWriteItems: ['dynamodb:DeleteItem', 'dynamodb:PutItem'], // each action in it is asked for by itself
  sendMessageBatch: ['sqs:SendMessage'],
};

// A client is a dependency with exclusions; what is excluded there has none.
const CLIENT = /<groupId>software\.amazon\.awssdk<\/groupId>\s*<artifactId>([\w-]+)<\/artifactId>\s*<exclusions>/g;

/** The actions that a kind of sink needs, from the calls in its class; "call <name>" for an unknown call. */
export function neededActions(kind) {
  if (!(kind in CALLERS)) return [`a row in infra/check/lib/java.mjs for ${kind}`];
  const [paths, pattern] = CALLERS[kind];
  const source = [paths].flat().map((path) => repositoryFile(path) ?? '').join('\n');
  const calls = [...source.matchAll(pattern)].map((match) => match[1]);
  return [...new Set(calls.flatMap((call) => ACTIONS[call] ?? [`call ${call}`]))].sort();
}

/** The kinds of sinks that Sinks.java makes: those for results, or those for dead letters. */
export function sinkKinds(method) {
  const source = repositoryFile(`${LAMBDA}/deploy/Sinks.java`) ?? '';
  const start = source.search(new RegExp(`static (?:Lazy)?Sink<\\w+> ${method}\\(`));
  const body = source.slice(start, source.indexOf('\n  }\n', start));
  return [...body.matchAll(/case "(\w+)"/g)].map((match) => match[1]).sort();
}

/** Whether a public class of that name is among our sources. */
export function isHandler(name) {
  const path = `${name.replaceAll('.', '/')}.java`;
  const source = SOURCES.map((folder) => repositoryFile(`${folder}/${path}`)).find(Boolean) ?? '';
  return new RegExp(`public (final )?class ${name.split('.').at(-1)}\\b`).test(source);
}

/** Whether a handler, or what all of them share, reads a variable. */
export function readsVariable(handler, variable) {
  const simple = handler.split('.').at(-1);
  const classes = ['Settings', 'Sinks', 'AwsSinks', 'Encryption', simple].map((one) => `${LAMBDA}/deploy/${one}.java`);
  return classes.some((path) => (repositoryFile(path) ?? '').includes(`"${variable}"`));
}

/** variable → the cell of its default, from the table of docs/lambda.md; "_KEY" continues the name before it. */
export function documentedVariables() {
  const rows = (repositoryFile('docs/lambda.md') ?? '').split('\n').filter((line) => line.startsWith('| `'));
  const variables = new Map();
  for (const row of rows) {
    const [, names, byDefault] = row.split('|');
    let last = '';
    for (const [, name] of names.matchAll(/`([A-Z_]+)`/g)) {
      last = name.startsWith('_') ? last.replace(/_[A-Z]+$/, name) : name;
      variables.set(last, byDefault.trim());
    }
  }
  return variables;
}

/** The clients of AWS that are in a jar of examples/lambda-functions, or null if there is no such jar. */
export function clientsIn(jar) {
  const pom = repositoryFile('examples/lambda-functions/pom.xml') ?? '';
  const execution = pom.split('<execution>').find((part) => part.includes(`<shadedClassifierName>${jar}<`));
  if (!execution) return null;
  const dependencies = [...pom.matchAll(CLIENT)].map((match) => match[1]);
  return dependencies.filter((name) => !execution.includes(`awssdk:${name}<`));
}

/** The version of the project. */
export function projectVersion() {
  return (repositoryFile('pom.xml') ?? '').match(/<artifactId>etl-parent<\/artifactId>\s*<version>([^<]+)</)?.[1];
}
