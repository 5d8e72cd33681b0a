#!/bin/sh
# Makes an authority of your own and a certificate for each node, in the folder certificates/.
# Usage: ./certificates.sh NAME…   the names or addresses by which people reach the nodes
# ca.pem is for everybody (evtui init --ca-file); ca.key is for nobody: keep it away from the nodes.
set -eu
cd "$(dirname "$0")"
mkdir -p certificates
chmod 700 certificates
cd certificates
names="DNS:localhost,IP:127.0.0.1"
for name in "$@"; do
  case "$name" in
    *[!0-9.]*) names="$names,DNS:$name" ;;
    *) names="$names,IP:$name" ;;
  esac
done
key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key"; }
if [ ! -e ca.key ]; then
  key ca
  openssl req -x509 -new -key ca.key -days 3650 -subj "/CN=evtui authority" -out ca.pem \
    -addext "keyUsage=critical,keyCertSign,cRLSign"
fi
for node in node1 node2 node3 admin; do
  key "$node"
  openssl req -new -key "$node.key" -subj "/CN=$node" -out "$node.csr"
  printf 'subjectAltName=DNS:%s,%s\nextendedKeyUsage=serverAuth,clientAuth\n' "$node" "$names" >"$node.ext"
  openssl x509 -req -in "$node.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days 825 \
    -extfile "$node.ext" -out "$node.pem" 2>/dev/null
  rm "$node.csr" "$node.ext"
done
echo "Made certificates for node1 to node3 and admin in $(pwd)"
