# Settings of steps lose the colon in their names, with which Keycloak's console cannot save them.
for flow in 'school browser' 'school direct grant'; do
    flows=$(read_fields authentication/flows alias)
    has_line "$flows" "$flow" || continue
    executions=$(read_fields "authentication/flows/$(in_path "$flow")/executions" authenticationConfig,alias)
    renamed=
    while IFS=, read -r id alias; do
        case $alias in
            'school teachers: role' | 'school: no passkey so far' | 'school teachers: phone code' | \
                'school: teachers were not asked' | 'school direct grant: teachers were not asked')
                # One of them stands at several steps.
                has_line "$renamed" "$id" ||
                    kcadm update "authentication/config/$id" -s "alias=${alias%%:*}${alias#*:}" </dev/null
                renamed="$renamed
$id"
                ;;
        esac
    done <<END
$executions
END
done
settle
