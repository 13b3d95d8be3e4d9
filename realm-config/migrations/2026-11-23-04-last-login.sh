# Accounts say when their people signed in last, in an attribute for admins.
attributes=$(read_fields users/profile 'attributes(name)')
case ,$attributes, in
    *,lastLogin,*) ;;
    *)
        kcadm update users/profile -s 'attributes+={"name":"lastLogin","displayName":"Last sign-in","validations":{"length":{"max":64}},"permissions":{"view":["admin"],"edit":["admin"]},"group":"user-metadata","multivalued":false}'
        ;;
esac
case ,$(realm_value eventsListeners), in
    *,phonelatch-last-login,*) settle ;;
    *) settle -s eventsListeners+=phonelatch-last-login ;;
esac
