// Called by rebuild.sh: reads the unpacked mecab-ipadic, writes name-readings.tsv and kanji-readings.tsv.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [dictionary, out] = process.argv.slice(2);
const byBytes = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const isHan = (c) => /^[\p{Script=Han}々〆]$/u.test(c);

// Rows of the dictionary that are part of a person's name and have a kanji: [word, role, reading].
function nameRows() {
  const text = new TextDecoder('euc-jp').decode(readFileSync(join(dictionary, 'Noun.name.csv')));
  const roles = { 姓: 'family', 名: 'given' };
  return text
    .split('\n')
    .map((line) => line.trim().split(','))
    .map((cells) => [cells[0], roles[cells[7]], cells[11]])
    .filter(([word, role, reading]) => role && [...word].some(isHan) && /^[ァ-ヺー]+$/.test(reading));
}

// --- name-readings.tsv: word, readings as a family name, readings as a given name; in order of bytes.
function writeNames(rows) {
  const words = new Map();
  for (const [word, role, reading] of rows) {
    if (!words.has(word)) words.set(word, { family: new Set(), given: new Set() });
    words.get(word)[role].add(reading);
  }
  const list = (set) => [...set].sort(byBytes).join(',');
  const lines = [...words].map(([word, { family, given }]) => `${word}\t${list(family)}\t${list(given)}`);
  writeFileSync(join(out, 'name-readings.tsv'), lines.sort(byBytes).join('\n') + '\n');
}

// --- kanji-readings.tsv: which part of a reading belongs to which kanji. The dictionary does not say, so it is found
// by expectation maximisation: all ways to share a reading out among the characters of its word are weighed by how
// often each share is seen elsewhere, until the weights settle.
const longestShare = 5; // kana

// The sum over all ways to share `kana` out from (character i, kana j) on, and the same up to there.
function sums(chars, kana, weight) {
  const n = chars.length, m = kana.length;
  const grid = () => Array.from({ length: n + 1 }, () => new Float64Array(m + 1));
  const forward = grid(), backward = grid();
  forward[0][0] = backward[n][m] = 1;
  for (let i = 0; i < n; ++i)
    for (let j = 0; j < m; ++j)
      for (let k = 1; k <= longestShare && j + k <= m && forward[i][j] > 0; ++k)
        forward[i + 1][j + k] += forward[i][j] * weight(chars[i], kana.slice(j, j + k));
  for (let i = n - 1; i >= 0; --i)
    for (let j = m - 1; j >= 0; --j)
      for (let k = 1; k <= longestShare && j + k <= m; ++k)
        backward[i][j] += weight(chars[i], kana.slice(j, j + k)) * backward[i + 1][j + k];
  return { forward, backward };
}

function expectation(words, weight) {
  const counts = new Map();
  for (const [chars, kana] of words) {
    const { forward, backward } = sums(chars, kana, weight);
    const total = forward[chars.length][kana.length];
    if (!(total > 0)) continue;
    for (let i = 0; i < chars.length; ++i)
      for (let j = 0; j < kana.length; ++j)
        for (let k = 1; k <= longestShare && j + k <= kana.length; ++k) {
          const share = kana.slice(j, j + k);
          const part = (forward[i][j] * weight(chars[i], share) * backward[i + 1][j + k]) / total;
          if (part < 1e-6) continue;
          if (!counts.has(chars[i])) counts.set(chars[i], new Map());
          const of = counts.get(chars[i]);
          of.set(share, (of.get(share) ?? 0) + part);
        }
  }
  return counts;
}

function kanjiReadings(rows) {
  const kana = (c) => /^[ァ-ヺー]$/.test(c);
  const toKatakana = (text) => text.replace(/[ぁ-ゖ]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0x60));
  const words = rows
    .map(([word, , reading]) => [[...toKatakana(word)].map((c, i, all) => (c === '々' ? all[i - 1] : c)), reading])
    .filter(([chars, reading]) => chars.length <= 4 && chars.length <= reading.length);
  // A share begins with no small kana, ン, ー or ッ unless it must; kana in the word stand for themselves.
  const legal = (c, share) => (kana(c) ? c === share : !/^[ァィゥェォッャュョヮンー]/.test(share));
  let weight = (c, share) => (legal(c, share) ? 1 / share.length : 0);
  let counts;
  for (let round = 0; round < 12; ++round) {
    counts = expectation(words, weight);
    const totals = new Map([...counts].map(([c, of]) => [c, [...of.values()].reduce((a, b) => a + b, 0)]));
    const last = counts;
    weight = (c, share) => (legal(c, share) ? ((last.get(c)?.get(share) ?? 0) + 1e-4) / ((totals.get(c) ?? 0) + 1) : 0);
  }
  return counts;
}

function writeKanji(rows) {
  const lines = [];
  for (const [c, of] of kanjiReadings(rows)) {
    if (!isHan(c)) continue;
    const total = [...of.values()].reduce((a, b) => a + b, 0);
    const kept = [...of].filter(([, count]) => count >= 0.9 && count / total >= 0.004).map(([share]) => share);
    if (kept.length > 0) lines.push(`${c}\t${kept.sort(byBytes).join(',')}`);
  }
  writeFileSync(join(out, 'kanji-readings.tsv'), lines.sort(byBytes).join('\n') + '\n');
}

const rows = nameRows();
writeNames(rows);
writeKanji(rows);
