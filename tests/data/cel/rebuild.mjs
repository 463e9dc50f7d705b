// Writes conformance.json from an unpacked @bufbuild/cel-spec: node rebuild.mjs PACKAGE FOLDER (rebuild.sh calls it).
// Kept are the sections of the core language and of the macros with two variables; left out are cases that need
// protobuf messages, which rules have none of.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [packageFolder, target] = process.argv.slice(2);
const { tests } = await import(pathToFileURL(join(packageFolder, 'dist/esm/testdata/conformance.js')).href);
const { version, license, upstreamCelSpecRef } = JSON.parse(readFileSync(join(packageFolder, 'package.json')));

const sections = new Set(['basic', 'comparisons', 'conversions', 'fields', 'fp_math', 'integer_math', 'lists', 'logic',
  'macros', 'macros2', 'namespace', 'parse', 'plumbing', 'string', 'timestamps', 'type_deductions']);
// A message by name or as a value, an enum, one of the well-known wrappers.
const protobuf = /TestAllTypes|NestedEnum|objectValue|messageType|"wrapper"|google\.protobuf\.(?!Timestamp|Duration)/;

const kept = [];
let all = 0;
for (const section of tests.suites) {
  for (const group of section.suites ?? []) {
    for (const { original } of group.tests ?? []) {
      all += 1;
      if (!sections.has(section.name) || protobuf.test(JSON.stringify(original))) continue;
      const { description, ...test } = original;
      kept.push({ section: section.name, group: group.name, ...test });
    }
  }
}
const head = { source: '@bufbuild/cel-spec', version, upstream: `google/cel-spec ${upstreamCelSpecRef}`, license, of: all };
const lines = kept.map((test) => `  ${JSON.stringify(test)}`).join(',\n');
writeFileSync(join(target, 'conformance.json'), `{"about": ${JSON.stringify(head)},\n "cases": [\n${lines}\n]}\n`);
console.log(`${kept.length} of ${all} cases`);
