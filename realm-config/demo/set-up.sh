#!/bin/bash
# Brings the demo into a realm that was made of school-realm.json: its people, where its sites are, and where mails go. Done
# again it changes nothing more.
#
#   KC_CLI_PASSWORD=... realm-config/demo/set-up.sh
#
# SERVER           where Keycloak is, without a slash at the end
# ADMIN            who administers it, with the password in KC_CLI_PASSWORD
# PORTAL, APP      where the sites are
# SMTP_HOST, _PORT a mail server without TLS and password, such as the simulator's; without it the realm's stays
# KCADM            Keycloak's kcadm.sh; without it the one on the path
#
# Needs bash and kcadm.sh.
set -euo pipefail

demo=$(cd "$(dirname "$0")" && pwd)
signed_in=$(mktemp)
trap 'rm -f "$signed_in"' EXIT

kcadm() {
    "${KCADM:-kcadm.sh}" "$@" --config "$signed_in"
}

kcadm config credentials --server "${SERVER:-http://localhost:8080}" --realm master --user "${ADMIN:-admin}"
kcadm create partialImport -r school -f "$demo/people.json" -o --fields added,skipped

clients=$(kcadm get clients -r school --fields clientId,id --format csv --noquotes)
while IFS=, read -r client id; do
    file=$demo/clients/$client.json
    [ -f "$file" ] || continue
    addresses=$(<"$file")
    addresses=${addresses//http:\/\/localhost:8081/${PORTAL:-http://localhost:8081}}
    addresses=${addresses//http:\/\/localhost:8083/${APP:-http://localhost:8083}}
    kcadm update "clients/$id" -r school -m -f - <<<"$addresses"
    echo "$client may return to its site"
done <<<"$clients"

if [ -n "${SMTP_HOST:-}" ]; then
    kcadm update realms/school -s "smtpServer.host=$SMTP_HOST" -s "smtpServer.port=${SMTP_PORT:-25}" \
        -s smtpServer.from=no-reply@school.example -s smtpServer.fromDisplayName=School
fi
