// Writes ip-country.bin from Debian's tor-geoipdb, unpacked in `package`: which country each block of addresses was
// given to, in the form that scoring/reference/ip_countries.h describes. Called by rebuild.mjs.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const nobody = '??';
// Codes that are no country's, or no longer: unknown places, unions, slips of the registries.
const noCountry = new Set(['AB', 'AN', 'AP', 'CS', 'EU', 'OS', 'SU', 'UN', 'ZZ']);
const country = (code) => (noCountry.has(code) ? nobody : code === 'UK' ? 'GB' : code);
const rows = (text) =>
  text
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => line.split(','))
    .map(([from, to, code]) => [from, to, country(code)]);

export function generatedOn(packageFolder) {
  const text = readFileSync(join(packageFolder, 'usr/share/tor/geoip'), 'utf8').slice(0, 4096);
  const [, day, month, year] = /Generated: \w+, (\d+) (\w+) (\d+)/.exec(text);
  return new Date(`${day} ${month} ${year} UTC`).toISOString().slice(0, 10);
}

// An IPv6 address as two halves of 64 bits.
function halves(text) {
  const [head, tail] = text.split('::');
  const groups = (part) => (part ? part.split(':') : []);
  const [left, right] = [groups(head), groups(tail)];
  const all = tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill('0'), ...right];
  const number = (part) => BigInt('0x' + part.map((group) => group.padStart(4, '0')).join(''));
  return [number(all.slice(0, 4)), number(all.slice(4))];
}

// Starts of blocks, gaps as nobody's; neighbours of one country are one block.
function blocks(ranges) {
  const starts = [];
  let [last, next] = [nobody, 0n];
  const begin = (at, country) => {
    if (country !== last) starts.push([at, country]);
    last = country;
  };
  for (const [from, to, country] of ranges) {
    if (from > next) begin(next, nobody);
    begin(from, country);
    next = to + 1n;
  }
  begin(next, nobody);
  return starts;
}

// Blocks finer than the upper 64 bits are left out: they would need twice the room and name single hosts.
function sixes(text) {
  const ends = 2n ** 64n - 1n;
  return rows(text)
    .map(([from, to, country]) => [halves(from), halves(to), country])
    .filter(([[, low], [, high]]) => low === 0n && high === ends)
    .map(([[from], [to], country]) => [from, to, country]);
}

export function writeIpCountries(packageFolder, file) {
  const read = (name) => readFileSync(join(packageFolder, 'usr/share/tor', name), 'utf8');
  const four = blocks(rows(read('geoip')).map(([from, to, country]) => [BigInt(from), BigInt(to), country]));
  const six = blocks(sixes(read('geoip6')));
  const countries = [...new Set([...four, ...six].map(([, country]) => country))].sort();
  if (countries.length > 256) throw new Error(`${countries.length} countries: a block's country is one byte`);
  const number = new Map(countries.map((country, i) => [country, i]));
  const part = (starts, width) => {
    const bytes = Buffer.alloc(starts.length * (width + 1));
    starts.forEach(([at, country], i) => {
      if (width === 4) bytes.writeUInt32BE(Number(at), i * 4);
      else bytes.writeBigUInt64BE(at, i * 8);
      bytes[starts.length * width + i] = number.get(country);
    });
    return bytes;
  };
  const head = `sekisho-ip-country 1 ${generatedOn(packageFolder)} ${countries.length} ${four.length} ${six.length}\n`;
  writeFileSync(file, Buffer.concat([Buffer.from(head + countries.join('')), part(four, 4), part(six, 8)]));
}
