// The second half of rebuild.sh: reads the unpacked packages, writes the tables and manifest.json.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [work, out] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const inside = (name, path) => join(work, name, 'package', path);
const json = (name, path) => JSON.parse(readFileSync(inside(name, path), 'utf8'));
const sha256 = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');
const byBytes = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const lines = (file) =>
  readFileSync(join(out, file), 'utf8').split('\n').filter((line) => line && !line.startsWith('#'));

function source(name) {
  const { version, license } = json(name, 'package.json');
  const tarball = readFileSync(join(work, name, 'tarball'), 'utf8').trim();
  const date = JSON.parse(readFileSync(join(work, name, 'times.json'), 'utf8'))[version].slice(0, 10);
  return { package: `npm:${name}`, version, date, sha256: sha256(join(work, tarball)), licence: license };
}

// --- postal-codes.tsv: code, town, and where they differ from the row before, prefecture and city.
function postalRows() {
  const rows = new Map();
  for (const file of readdirSync(inside('jquery-jpostal-ja', 'json')).filter((f) => /^\d{3}\.json$/.test(f))) {
    const text = readFileSync(inside('jquery-jpostal-ja', `json/${file}`), 'utf8');
    for (const [code, prefecture, city, town] of JSON.parse(text.slice(text.indexOf('['), text.lastIndexOf(']') + 1))) {
      if (!/^_\d{7}$/.test(code) || !prefecture) continue;
      const row = [code.slice(1), prefecture, city, town];
      rows.set(row.join('\t'), row);
    }
  }
  return [...rows.values()].sort((a, b) => byBytes(a.join('\t'), b.join('\t')));
}

function writePostalCodes() {
  let [lastPrefecture, lastCity] = ['', ''];
  const text = postalRows().map(([code, prefecture, city, town]) => {
    const same = prefecture === lastPrefecture && city === lastCity;
    [lastPrefecture, lastCity] = [prefecture, city];
    return same ? `${code}\t${town}` : `${code}\t${town}\t${prefecture}\t${city}`;
  });
  writeFileSync(join(out, 'postal-codes.tsv'), text.join('\n') + '\n');
}

// --- mail-*.txt: registrable domains and hosts, one a line, in order of bytes. A look-up tries the parents of a host
// too, so a domain below a listed one is left out, and public suffixes (where anybody has a host) are not listed.
function isReserved(domain) {
  return /(^|\.)(example|test|invalid|localhost)$/.test(domain) || /(^|\.)example\.(com|net|org|jp|[a-z]{2}\.jp)$/.test(domain);
}

function domainTable(domains, taken) {
  const psl = require(inside('psl', 'dist/psl.cjs'));
  const kept = new Set(
    [...domains]
      .map((d) => d.toLowerCase())
      .filter((d) => /^[a-z0-9.-]+\.[a-z0-9-]+$/.test(d) && psl.get(d) !== null && !isReserved(d) && !taken.has(d)));
  const parents = (d) => d.split('.').slice(1).map((_, i) => d.split('.').slice(i + 1).join('.'));
  return [...kept].filter((d) => !parents(d).some((p) => kept.has(p))).sort(byBytes);
}

function writeMail() {
  const own = new Set([...lines('mail-relay.txt'), ...lines('mail-carrier.txt')]);
  const lists = [
    json('disposable-email-domains', 'index.json'),
    json('disposable-email-domains', 'wildcard.json'),
    json('disposable-email-domains-js', 'dist/dict/disposable_email_blocklist.json'),
    [...require(inside('mailchecker', 'platform/node/index.js')).blacklist()],
  ];
  const disposable = domainTable(new Set(lists.flat()), own);
  const free = domainTable(new Set(json('free-email-domains', 'domains.json')), new Set([...own, ...disposable]));
  writeFileSync(join(out, 'mail-disposable.txt'), disposable.join('\n') + '\n');
  writeFileSync(join(out, 'mail-free.txt'), free.join('\n') + '\n');
}

// --- phone-jp.json: the JP entry of the metadata, whose types stand at fixed places.
function writePhonePlan() {
  const types = json('libphonenumber-js', 'metadata.max.json').countries.JP[11];
  const kinds = [['toll_free', 2], ['mobile', 1], ['ip_phone', 8], ['m2m', 7], ['fixed', 0], ['other', 3], ['other', 4], ['other', 6], ['other', 9]];
  const plan = kinds.filter(([, at]) => types[at]).map(([kind, at]) => ({ kind, pattern: types[at][0] }));
  // 060 has been given to mobile phones since July 2026; metadata from before that does not know it.
  const mobile = plan.find(({ kind }) => kind === 'mobile');
  if (!new RegExp(`^(?:${mobile.pattern})$`).test('6012345678')) plan.push({ kind: 'mobile', pattern: '60[1-9]\\d{7}' });
  // 14 digits from 0200 on carry data services between machines (the numbering plan of 2017).
  plan.push({ kind: 'm2m', pattern: '200\\d{10}' });
  writeFileSync(join(out, 'phone-jp.json'), JSON.stringify({ country: '81', trunk_prefix: '0', plan }, null, 1) + '\n');
}

// --- manifest.json: where each built table comes from. The hand-kept ones have this repository's own history.
function writeManifest() {
  const tables = Object.entries({
    'postal-codes.tsv': ['jquery-jpostal-ja'],
    'mail-disposable.txt': ['disposable-email-domains', 'disposable-email-domains-js', 'mailchecker'],
    'mail-free.txt': ['free-email-domains'],
    'phone-jp.json': ['libphonenumber-js'],
  }).map(([file, packages]) => ({ file, sha256: sha256(join(out, file)), sources: packages.map(source) }));
  const kept_by_hand = ['mail-carrier.txt', 'mail-relay.txt', 'names-prank.txt', 'scorecard-1.json'];
  writeFileSync(join(out, 'manifest.json'), JSON.stringify({ tables, kept_by_hand, licence: 'Apache-2.0' }, null, 1) + '\n');
}

writePostalCodes();
writeMail();
writePhonePlan();
writeManifest();
