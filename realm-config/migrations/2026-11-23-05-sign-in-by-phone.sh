# Where an e-mail address and a password are asked for, a verified number and a password or a code do too.
forms= old_step= first_factor= by_password= by_phone=
if [ "$(realm_value browserFlow)" = 'school browser' ]; then
    executions=$(read_fields authentication/flows/school%20browser/executions level,id,flowId,providerId,displayName)
    within=
    while IFS=, read -r level id flow provider alias; do
        [ -z "$flow" ] || [ "$level" -gt 1 ] || within=$alias
        case $level,$within,$provider,$alias in
            "0,school forms,,school forms") forms=$flow ;;
            "1,school forms,auth-username-password-form,"*) old_step=$id ;;
            "1,school first factor,,school first factor") first_factor=$flow ;;
            "2,school first factor,auth-username-password-form,"*) by_password=$id ;;
            "2,school first factor,phonelatch-phone-login,"*) by_phone=$id ;;
        esac
    done <<END
$executions
END
fi

if [ -z "$forms" ] || [ -z "$old_step$first_factor" ]; then
    leave 'the browser flow, which is one of your own: put the step Phone sign-in into it where people may sign in by number'
elif [ -n "$old_step" ]; then
    # Off until it is complete; then people are asked for the first factor once or, for a moment, twice, but never not at all.
    [ -n "$first_factor" ] || first_factor=$(sub_flow 'school forms' 'school first factor' basic-flow 10 \
        'An e-mail address and a password, or a verified phone number and a password or a code')
    [ -n "$by_password" ] || step "$first_factor" auth-username-password-form ALTERNATIVE 10 >/dev/null
    [ -n "$by_phone" ] || step "$first_factor" phonelatch-phone-login ALTERNATIVE 20 >/dev/null
    switch_on 'school forms' 'school first factor=REQUIRED'
    kcadm delete "authentication/executions/$old_step"
fi
settle
