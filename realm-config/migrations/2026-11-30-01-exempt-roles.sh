# A realm role that is merely called "admin" no longer spares anybody the phone; whoever administers the realm still need not have one.
config=authentication/required-actions/phonelatch-verify-phone/config
exempt=$(read_fields "$config" 'config(exempt-roles)')
case "##$exempt##" in
    '##admin##realm-management.realm-admin##phone-exempt##')
        kcadm update "$config" -s 'config."exempt-roles"=realm-management.realm-admin##phone-exempt'
        ;;
    *'##admin##'*)
        leave 'the exempt roles; "admin" is among them, which spares everybody with a realm role of that name'
        ;;
esac
settle
