#!/usr/bin/env bash
# Makes ca/ca.crt and node/node.{crt,key} under the folder $1, unless they are there.
# Run in the Elasticsearch image, or with its home as the working folder. NAMES: further host names.
set -euo pipefail
folder=$1
[ -f "$folder/node/node.crt" ] && exit 0
work=$(mktemp -d)
bin/elasticsearch-certutil ca --silent --pem --days 3650 --out "$work/ca.zip"
(cd "$work" && python3 -m zipfile -e ca.zip . 2>/dev/null || unzip -q ca.zip)
dns=localhost,elasticsearch${NAMES:+,$NAMES}
bin/elasticsearch-certutil cert --silent --pem --days 3650 --name node --dns "$dns" --ip 127.0.0.1 \
  --ca-cert "$work/ca/ca.crt" --ca-key "$work/ca/ca.key" --out "$work/node.zip"
(cd "$work" && python3 -m zipfile -e node.zip . 2>/dev/null || unzip -q node.zip)
mkdir -p "$folder/ca" "$folder/node"
cp "$work/ca/ca.crt" "$folder/ca/"
cp "$work"/node/node.{crt,key} "$folder/node/"
# The node runs as user 1000 of group 0; only the certificate of the authority is for everybody.
chmod -R u=rwX,g=rX,o=rX "$folder"
chmod 640 "$folder/node/node.key"
rm -rf "$work"
