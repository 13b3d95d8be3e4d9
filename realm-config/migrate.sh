#!/bin/sh
# Brings a realm up to what school-realm.json makes of new ones: applies the migrations that it lacks, in order.
#
#   kcadm.sh config credentials --server https://id.school.example --realm master --user admin
#   realm-config/migrate.sh [realm]
#
# KCADM        Keycloak's kcadm.sh; without it the one on the path
# KCADM_CONFIG the file in which kcadm.sh keeps the sign-in; without it kcadm.sh's own
#
# Needs a POSIX shell and kcadm.sh. migrations/README.md says how migrations are made.
set -eu

realm=${1:-school}
migrations=$(cd "$(dirname "$0")" && pwd)/migrations
migration='the start'
left=

kcadm() {
    "${KCADM:-kcadm.sh}" "$@" --target-realm "$realm" ${KCADM_CONFIG:+--config "$KCADM_CONFIG"}
}

say() {
    printf '%s\n' "$*"
}

fail() {
    say "$*" >&2
    exit 1
}

# Something that the realm's admin made otherwise, which stays so: said now and at the end.
leave() {
    say "  left alone: $*"
    left="$left
- $migration: $*"
}

# Fields of an answer as lines of values with commas between them: put the one that may hold commas last.
read_fields() {
    kcadm get "$1" --fields "$2" --format csv --noquotes
}

realm_value() {
    read_fields "realms/$realm" "$1"
}

# Prints the id of what it created.
create() {
    kcadm create "$@" --id
}

# Ends a migration: sets values of the realm and writes down that it was applied, all at once or not at all.
settle() {
    kcadm update "realms/$realm" -s "attributes.schoolRealmMigration=$migration" "$@"
}

# A flow that the realm does not use yet, built anew where an earlier run was cut short. Prints its id.
new_flow() { # alias, description
    flows=$(read_fields authentication/flows id,alias)
    while IFS=, read -r id alias; do
        [ "$alias" != "$1" ] || kcadm delete "authentication/flows/$id" </dev/null
    done <<END
$flows
END
    create authentication/flows -s "alias=$1" -s "description=$2" -s providerId=basic-flow -s topLevel=true -s builtIn=false
}

# A flow within a flow, off until switch_on. Prints its id. More settings, such as a provider, may follow.
sub_flow() { # alias of the flow around it, alias, type, priority, description
    around=$(in_path "$1")
    alias=$2 type=$3 priority=$4 description=$5
    shift 5
    create "authentication/flows/$around/executions/flow" -s "alias=$alias" -s "type=$type" -s "priority=$priority" \
        -s "description=$description" "$@"
}

# Prints its id.
step() { # id of the flow, provider, requirement, priority
    create authentication/executions -s "parentFlow=$1" -s "authenticator=$2" -s "requirement=$3" -s "priority=$4"
}

# The settings of a step, under a name of their own.
settings() { # id of the step, name, settings as a JSON object
    create "authentication/executions/$1/config" -s "alias=$2" -s "config=$3" >/dev/null
}

# Gives the flows within a flow, at whatever depth, their requirements.
switch_on() { # alias of the flow, then for each alias=REQUIREMENT
    top=$(in_path "$1")
    shift
    executions=$(read_fields "authentication/flows/$top/executions" id,priority,displayName)
    for wanted in "$@"; do
        while IFS=, read -r id priority alias; do
            [ "$alias" != "${wanted%=*}" ] || kcadm update "authentication/flows/$top/executions" --no-merge \
                -s "id=$id" -s "priority=$priority" -s "requirement=${wanted##*=}" </dev/null
        done <<END
$executions
END
    done
}

# A name with its spaces as a path has them.
in_path() {
    rest=$1 path=
    while [ "$rest" != "${rest#* }" ]; do
        path=$path${rest%% *}%20
        rest=${rest#* }
    done
    printf '%s' "$path$rest"
}

has_line() { # lines, line
    case "
$1
" in
        *"
$2
"*) return 0 ;;
        *) return 1 ;;
    esac
}

stopped() {
    code=$?
    if [ "$code" -ne 0 ]; then
        say "Stopped at $migration. What was applied before stays. Mend what the lines above say and run this again." >&2
    fi
    exit "$code"
}
trap stopped EXIT

realms=$(read_fields realms realm)
applied=
if has_line "$realms" "$realm"; then
    applied=$(realm_value 'attributes(schoolRealmMigration)')
    if [ -n "$applied" ] && [ ! -e "$migrations/$applied.sh" ]; then
        fail "The realm $realm is at $applied, which is not among these migrations: take those of a newer release."
    fi
fi

count=0
for file in "$migrations"/[0-9]*.sh; do
    migration=$(basename "$file" .sh)
    if [ -n "$applied" ]; then
        [ "$migration" != "$applied" ] || applied=
        continue
    fi
    say "$migration"
    . "$file"
    count=$((count + 1))
done

say "$realm: $count migrations applied, the last is $migration."
if [ -n "$left" ]; then
    say "Left as this realm's admin made it, to be looked at by hand:$left"
fi
