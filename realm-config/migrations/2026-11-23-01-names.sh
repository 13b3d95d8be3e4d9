# People have one name, in firstName, and it and the e-mail address have at most 180 characters; lastName is for admins.
replace() { # what it is about, the attribute as it was, as it becomes
    case $profile in
        *"$2"*) profile=${profile%%"$2"*}$3${profile#*"$2"} ;;
        *"$3"*) ;;
        *) leave "the attribute $1 of the user profile" ;;
    esac
}

everybody='"permissions":{"view":["admin","user"],"edit":["admin","user"]},"multivalued":false}'
admins='"permissions":{"view":["admin"],"edit":["admin"]},"multivalued":false}'
must='"required":{"roles":["user"]}'
no_bad_characters='"person-name-prohibited-characters":{}'

old_email='{"name":"email","displayName":"${email}","validations":{"email":{},"length":{"max":255}},'$must,$everybody
email='{"name":"email","displayName":"${email}","validations":{"email":{},"length":{"max":180}},'$must,$everybody
old_name='{"name":"firstName","displayName":"${firstName}","validations":{"length":{"max":255},'$no_bad_characters'},'$must,$everybody
name='{"name":"firstName","displayName":"${phonelatchName}","validations":{"length":{"min":1,"max":180},'$no_bad_characters'},'$must,$everybody
old_surname='{"name":"lastName","displayName":"${lastName}","validations":{"length":{"max":255},'$no_bad_characters'},'$must,$everybody
surname='{"name":"lastName","displayName":"${lastName}","validations":{"length":{"max":255},'$no_bad_characters'},'$admins

profile=$(kcadm get users/profile --compressed)
before=$profile
case $profile in
    # The name comes first on the page, where the order was Keycloak's.
    *"$old_email,$old_name"*) replace 'email and firstName' "$old_email,$old_name" "$name,$email" ;;
    *)
        replace email "$old_email" "$email"
        replace firstName "$old_name" "$name"
        ;;
esac
replace lastName "$old_surname" "$surname"
if [ "$profile" != "$before" ]; then
    printf '%s' "$profile" | kcadm update users/profile -f -
fi
settle
