# The school realm as it was first given out. A realm that is there is taken as one of those.
if has_line "$realms" "$realm"; then
    flows=$(read_fields authentication/flows alias)
    has_line "$flows" 'school browser' ||
        fail "The realm $realm has no flow 'school browser': it was not made from school-realm.json, and nothing was changed."
else
    # Paths of Keycloak's own clients hold the realm's name.
    while IFS= read -r line; do
        case $line in
            *'/realms/school/'*) line="${line%%/realms/school/*}/realms/$realm/${line#*/realms/school/}" ;;
            *'/admin/school/'*) line="${line%%/admin/school/*}/admin/$realm/${line#*/admin/school/}" ;;
        esac
        printf '%s\n' "$line"
    done <"$migrations/$migration.json" | kcadm create realms -f - -s "realm=$realm" --id >/dev/null
fi
settle
